package io.quorate.client;

import java.time.Duration;

/**
 * A time to live that keys are bound to: when it ends, so do they. Cluster time decides, and never
 * shrinks it.
 */
public record Lease(long id, Duration ttl, Duration remaining) {}
