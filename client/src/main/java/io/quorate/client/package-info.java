/**
 * The Java client: what an application calls.
 *
 * <p>{@link io.quorate.client.QuorateClient} is made by its builder, is safe for all threads, and
 * is meant to live as long as the application. Its views ({@link io.quorate.client.Kv}, {@link
 * io.quorate.client.Leases}, {@link io.quorate.client.Admin}) are immutable and cheap. Everything
 * is asynchronous underneath ({@code kv().async()}); the blocking calls wait for the same futures.
 *
 * <p>Three promises shape it. <b>Every call ends</b>: one deadline covers all its retries, and it
 * ends then whatever the nodes do. <b>A write happens once</b>: it carries a session and a
 * sequence, every retry carries the same pair, to whichever node. <b>The outcome is honest</b>: a
 * {@link io.quorate.client.QuorateException} says APPLIED, NOT_APPLIED or UNKNOWN, and UNKNOWN can
 * be settled with {@link io.quorate.client.QuorateClient#resolve}.
 *
 * <p>Signatures use JDK types and this package only; gRPC and protobuf are confined to {@code
 * internal}.
 */
@NullMarked
package io.quorate.client;

import org.jspecify.annotations.NullMarked;
