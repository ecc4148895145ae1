package io.quorate.cli.drill;

/**
 * The moment at which a fault began.
 *
 * @param node that was struck
 * @param led whether it led then
 * @param newLeader whether another must lead before a write can be acknowledged
 * @param atNanos on the clock of the history
 */
record Strike(String node, boolean led, boolean newLeader, long atNanos) {}
