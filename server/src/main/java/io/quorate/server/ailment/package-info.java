/**
 * What this node measures of itself, so that it can say why it lost leadership when it comes back:
 * that it stood still ({@link io.quorate.server.ailment.PauseMonitor}), that its disk took no
 * writes ({@link io.quorate.server.ailment.DiskStalls}), that it ran and heard of nobody. {@link
 * io.quorate.server.ailment.Ailments} says which of them it was. Nothing here depends on consensus,
 * the network or the disk.
 */
@NullMarked
package io.quorate.server.ailment;

import org.jspecify.annotations.NullMarked;
