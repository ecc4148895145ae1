package io.quorate.server.topology.leadership;

import io.quorate.proto.v1.FormerLeader;
import io.quorate.server.ailment.Ailment;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As a leader that was replaced and lives, tells the new one what this node measured of itself, so
 * that the record of the change can be amended. Again and again, until it is heard, this node leads
 * again, or it is too late to matter. Called by one thread.
 */
public final class Report {
  private static final Logger LOG = LoggerFactory.getLogger(Report.class);
  private static final long LIMIT_NANOS = Duration.ofMinutes(5).toNanos();

  /** The port to the leader; the future fails when it has not taken the report. */
  public interface Post {
    CompletableFuture<Void> send(String leader, FormerLeader report);
  }

  private final Replicator replicator;
  private final LeaderSignals signals;
  private final BooleanSupplier recovered;
  private final Post post;
  private final LongSupplier nanoTime;

  private long begunTerm;
  private long doneTerm;
  private long firstNanos;
  private CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);

  /**
   * @param recovered what ailed this node is over, as far as it can tell
   */
  public Report(
      Replicator replicator,
      LeaderSignals signals,
      BooleanSupplier recovered,
      Post post,
      LongSupplier nanoTime) {
    this.replicator = replicator;
    this.signals = signals;
    this.recovered = recovered;
    this.post = post;
    this.nanoTime = nanoTime;
  }

  /** Called every so often. */
  public void look() {
    Leadership now = replicator.leadership();
    long ledTerm = signals.won().term();
    if (ledTerm <= doneTerm
        || now.leads()
        || now.term() <= ledTerm
        || now.leader().isEmpty()
        || now.leader().equals(replicator.self())
        || !recovered.getAsBoolean()
        || !sent.isDone()) {
      return;
    }
    if (ledTerm != begunTerm) {
      begunTerm = ledTerm;
      firstNanos = nanoTime.getAsLong();
    } else if (!sent.isCompletedExceptionally()
        || nanoTime.getAsLong() - firstNanos > LIMIT_NANOS) {
      doneTerm = ledTerm;
      return;
    }
    send(now.leader(), ledTerm);
  }

  private void send(String leader, long ledTerm) {
    Optional<Ailment> ailment = signals.ailment(ledTerm);
    sent =
        post.send(
            leader,
            FormerLeader.newBuilder()
                .setNodeId(replicator.self())
                .setTerm(ledTerm)
                .setKind(ailment.map(Ailment::kind).orElse(""))
                .setCause(ailment.map(Ailment::cause).orElse(""))
                .setUnknownEntries(signals.unknownEntries())
                .build());
    ailment.ifPresent(what -> LOG.info("this node led in term {} and {}", ledTerm, what.cause()));
  }
}
