package io.quorate.server;

import io.quorate.command.TermIndex;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.Progress;
import io.quorate.server.node.Links;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Periodic;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells the leader how far this node has applied, when that has moved: at every look while the
 * leader wants to know it, since a write waits for it, and else at every tenth. On a busy node it
 * moves all the time, and telling it costs both ends more than looking. Who waits is told at every
 * tenth look again: news that opens a link is lost.
 */
final class ProgressReport implements Periodic.Task {
  private static final int SELDOM = 10;
  private static final long WANTED_NANOS = Duration.ofSeconds(1).toNanos();

  private final Replicator replicator;
  private final Supplier<TermIndex> applied;
  private final Supplier<TermIndex> durable;
  private final Links links;
  private final LongSupplier nanoTime;
  private volatile long wantedAt;
  private TermIndex reported = TermIndex.NONE; // this and below only touched by the ticker
  private int looks;

  ProgressReport(
      Replicator replicator,
      Supplier<TermIndex> applied,
      Supplier<TermIndex> durable,
      Links links,
      LongSupplier nanoTime) {
    this.replicator = replicator;
    this.applied = applied;
    this.durable = durable;
    this.links = links;
    this.nanoTime = nanoTime;
    this.wantedAt = nanoTime.getAsLong() - WANTED_NANOS;
  }

  /** The leader waits for it. Any thread. */
  void wanted() {
    wantedAt = nanoTime.getAsLong();
  }

  @Override
  public void run() {
    looks++;
    boolean tenth = looks % SELDOM == 0;
    boolean wanted = nanoTime.getAsLong() - wantedAt < WANTED_NANOS;
    if (!tenth && !wanted) {
      return;
    }
    Leadership leadership = replicator.leadership();
    TermIndex now = applied.get();
    boolean isKnown = now.equals(reported) && !(tenth && wanted);
    if (leadership.leads() || leadership.leader().isEmpty() || isKnown) {
      return;
    }
    links.tell(
        leadership.leader(),
        LinkFrame.newBuilder()
            .setProgress(
                Progress.newBuilder()
                    .setNodeId(replicator.self())
                    .setTerm(now.term())
                    .setAppliedIndex(now.index())
                    .setDurableIndex(Math.max(0, durable.get().index())))
            .build());
    reported = now;
  }
}
