/**
 * How the client works.
 *
 * <p>A put: {@code KvView → Core.block → KvCalls.put → Calls.submit ═ loop ═ Calls.attempt →
 * Sessions.enter (its sequence) → Router (the leader's node) → Link (queued, sent as soon as the
 * stream is free) ═ node ═ Link → Calls.onReply → KvCalls (result) → the waiting thread}.
 *
 * <p>Threads: each client has one {@link io.quorate.client.internal.Loop}, whose thread is also
 * that of the sockets. Calls, sessions, members and links are touched by it alone, so there are no
 * locks and no states between states; user threads only put calls in an inbox. Futures of the
 * asynchronous API complete on another thread, so that users cannot stall the loop; blocking calls
 * are woken by the loop itself.
 *
 * <p>This is the only package that imports gRPC and the protocol.
 */
@NullMarked
package io.quorate.client.internal;

import org.jspecify.annotations.NullMarked;
