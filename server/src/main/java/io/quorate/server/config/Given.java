package io.quorate.server.config;

/** A value as somebody wrote it. */
record Given(String text, Source source) {}
