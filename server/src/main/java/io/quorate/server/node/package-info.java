/**
 * Node to node, without Ratis: one stream per ordered pair of nodes carries forwarded writes,
 * questions for terms and read indexes, status and progress.
 *
 * <p>The asking side is {@link io.quorate.server.node.PeerLinks}: one {@code PeerLink} per peer,
 * opened by the first question, thrown away with its channel when it breaks and opened anew by the
 * next question after a short back-off of our own (gRPC's grows to minutes). A stream begins with a
 * hello in both directions, so no question reaches a node that took over a peer's address, and a
 * question counts as sent only after the other process has answered. What was never sent has had no
 * effect; what was sent and not answered is unknown: {@link io.quorate.server.node.LinkException}
 * tells the two apart.
 *
 * <p>The answering side is {@link io.quorate.server.node.LinkHandler}, behind {@link
 * io.quorate.server.node.NodeService} with the other calls between nodes. Both sides run on gRPC's
 * transport threads and never block them.
 */
@NullMarked
package io.quorate.server.node;

import org.jspecify.annotations.NullMarked;
