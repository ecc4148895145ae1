package io.quorate.change;

/** How much of the change log is kept. One operation counts as often as it changed something. */
public record ChangeLimits(long operations, long bytes, long ageMs) {}
