package io.quorate.server;

import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.ProgressWanted;
import io.quorate.server.node.Links;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Asks the other members to tell their progress as soon as it moves. Members do so for a second, so
 * they are not asked more often than four times in it. Any thread.
 */
final class ProgressWish implements Runnable {
  private static final long AGAIN_NANOS = Duration.ofMillis(250).toNanos();
  private static final LinkFrame WANTED =
      LinkFrame.newBuilder().setProgressWanted(ProgressWanted.getDefaultInstance()).build();

  private final Replicator replicator;
  private final Links links;
  private final LongSupplier nanoTime;
  private final AtomicLong askedAt;

  ProgressWish(Replicator replicator, Links links, LongSupplier nanoTime) {
    this.replicator = replicator;
    this.links = links;
    this.nanoTime = nanoTime;
    this.askedAt = new AtomicLong(nanoTime.getAsLong() - AGAIN_NANOS);
  }

  @Override
  public void run() {
    long now = nanoTime.getAsLong();
    long before = askedAt.get();
    if (now - before >= AGAIN_NANOS && askedAt.compareAndSet(before, now)) {
      replicator.membership().peers().stream()
          .map(PeerAddress::id)
          .filter(id -> !id.equals(replicator.self()))
          .forEach(id -> links.tell(id, WANTED));
    }
  }
}
