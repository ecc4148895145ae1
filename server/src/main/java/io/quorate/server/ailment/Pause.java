package io.quorate.server.ailment;

/**
 * This process stood still.
 *
 * @param collectedMs how long it collected garbage meanwhile
 */
record Pause(Spell spell, long collectedMs) {}
