/**
 * What goes wrong, on purpose: dead and frozen processes, cut and lossy networks, wrong clocks,
 * full disks. Whatever makes the faults is here, and faults that single tests need; those that can
 * be composed are in {@link io.quorate.chaos.nemesis}.
 */
@NullMarked
package io.quorate.chaos.fault;

import org.jspecify.annotations.NullMarked;
