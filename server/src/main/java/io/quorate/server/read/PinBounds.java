package io.quorate.server.read;

import java.time.Duration;

/**
 * What scans may hold of the past.
 *
 * @param most scans that pin a state at the same time
 * @param rest how long one is kept after its last page
 */
public record PinBounds(int most, Duration rest) {}
