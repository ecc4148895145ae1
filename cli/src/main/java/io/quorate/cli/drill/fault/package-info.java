/**
 * What goes wrong in a drill: one {@link io.quorate.cli.drill.fault.Fault} per class, each real,
 * each undone.
 *
 * <p>{@code refusal} looks and changes nothing, so that what cannot be done is told before anything
 * is. {@code undo} may be called at any time, also before {@code strike}, in the middle of it, and
 * from another thread when the drill is interrupted: it makes whole what it finds broken. Faults
 * that outlive a process of their own (a frozen node, a packet filter, a frozen file system) also
 * have a {@link io.quorate.cli.drill.fault.Guard}, which undoes them when the drill itself is
 * killed.
 *
 * <p>Faults of this machine work on the processes of a local cluster ({@code
 * io.quorate.cli.local}); hand-overs work by the cluster's own calls, on any cluster.
 */
@NullMarked
package io.quorate.cli.drill.fault;

import org.jspecify.annotations.NullMarked;
