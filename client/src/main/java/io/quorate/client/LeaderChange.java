package io.quorate.client;

import java.time.Duration;

/** A completed hand-over. {@code leader} and {@code previous} are node names. */
public record LeaderChange(String leader, String previous, long term, Duration took) {}
