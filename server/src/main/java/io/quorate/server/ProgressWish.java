package io.quorate.server;

import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.ProgressWanted;
import io.quorate.server.node.Links;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Periodic;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Asks the other members to tell their progress as soon as it moves, while a write waits for that.
 * Members do so for a second; they are asked again four times in it, since news may be lost while a
 * link is being dialled. For one thread.
 */
final class ProgressWish implements Periodic.Task {
  private static final long AGAIN_NANOS = Duration.ofMillis(250).toNanos();
  private static final LinkFrame WANTED =
      LinkFrame.newBuilder().setProgressWanted(ProgressWanted.getDefaultInstance()).build();

  private final Replicator replicator;
  private final BooleanSupplier isWaiting;
  private final Links links;
  private final LongSupplier nanoTime;
  private long askedAt;

  /** {@code isWaiting}: whether a write waits until members have applied it. */
  ProgressWish(
      Replicator replicator, BooleanSupplier isWaiting, Links links, LongSupplier nanoTime) {
    this.replicator = replicator;
    this.isWaiting = isWaiting;
    this.links = links;
    this.nanoTime = nanoTime;
    this.askedAt = nanoTime.getAsLong() - AGAIN_NANOS;
  }

  @Override
  public void run() {
    long now = nanoTime.getAsLong();
    if (now - askedAt < AGAIN_NANOS || !isWaiting.getAsBoolean()) {
      return;
    }
    askedAt = now;
    replicator.membership().peers().stream()
        .map(PeerAddress::id)
        .filter(id -> !id.equals(replicator.self()))
        .forEach(id -> links.tell(id, WANTED));
  }
}
