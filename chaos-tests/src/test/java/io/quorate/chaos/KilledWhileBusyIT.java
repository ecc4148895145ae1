package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.Fault;
import io.quorate.chaos.fault.PartialTransfer;
import io.quorate.chaos.fault.Recurring;
import io.quorate.chaos.load.Increments;
import io.quorate.chaos.load.Load;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A node dies while it makes its state durable, or sends or receives it. */
class KilledWhileBusyIT {
  private static final int KILLS = Scale.of(5, 40);
  private static final int TRANSFERS = Scale.of(3, 12);
  private static final int INCREMENTS = Scale.of(300, 5_000);
  private static final int VALUE_BYTES = 8 << 10;
  private static final String ASKS = "full sync from";
  private static final int STATE_BYTES = 20 << 20;

  @Test
  void whileFlushingNothingIsAppliedTwiceOrMissing() throws Exception {
    Cluster.named("killed-flushing")
        .set("state.flush_bytes", "256KiB")
        .set("state.flush_interval", "100ms")
        .run(this::killWhileFlushing);
  }

  private void killWhileFlushing(Cluster cluster) throws Exception {
    var random = Seed.random("killed-flushing");
    var increments = Increments.byCompareAndSet(cluster.client(), "counter", INCREMENTS);
    var kills = Recurring.start(cluster, Duration.ofMillis(50), killedNode(random));
    try (kills;
        var load = Load.start(cluster.client(), 4, VALUE_BYTES)) {
      increments.run(2);
      Await.until(
          KILLS + " kills",
          Cluster.SOON.multipliedBy(4),
          () -> kills.strikes() >= KILLS,
          cluster::describe);
      kills.close();
      load.stop();
      Report.line("killed %d times while flushing: %s", kills.strikes(), load.ledger());
      load.verify(cluster);
    }
    assertEquals(INCREMENTS, increments.value());
  }

  /** Any node, at any moment within some flushes. */
  private static Fault killedNode(SplittableRandom random) {
    return cluster -> {
      var victim = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
      Thread.sleep(random.nextInt(300));
      victim.kill();
      victim.start();
      cluster.awaitAllServing();
    };
  }

  @Test
  void whileTransferringNothingIsAppliedTwiceOrMissing() throws Exception {
    Cluster.named("killed-transferring")
        .set("raft.log_segment_size", "4MiB")
        .set("raft.log_keep_bytes", "8MiB")
        .set("state.flush_bytes", "1MiB")
        .set("transfer.rate_bytes_per_second", "4MiB")
        .run(this::killWhileTransferring);
  }

  private void killWhileTransferring(Cluster cluster) {
    try (var bulk = Load.start(cluster.client(), 4, VALUE_BYTES)) {
      bulk.awaitAcknowledged(STATE_BYTES / VALUE_BYTES);
      bulk.stop();
      killWhileTransferring(cluster, bulk);
    }
  }

  private void killWhileTransferring(Cluster cluster, Load bulk) {
    try (var load = Load.start(cluster.client(), 2)) {
      for (var transfer = 0; transfer < TRANSFERS; transfer++) {
        var receiver = cluster.followers().getFirst();
        receiver.kill();
        receiver.wipe();
        var askedBefore = receiver.log().count(ASKS);
        receiver.start();
        var victim = awaitMoment(cluster, receiver, transfer, askedBefore);
        Report.line("transfer to %s: killing %s", receiver, victim);
        victim.kill();
        if (victim == receiver) {
          requireCut(receiver);
        }
        victim.start();
        cluster.awaitAllServing();
        assertTrue(cluster.status(receiver).fullSyncs() > 0, "it came back by transfer");
        load.awaitAcknowledged(20);
      }
      load.stop();
      bulk.verify(cluster);
      load.verify(cluster);
    }
  }

  /**
   * Waits for the moment at which this transfer shall break, and answers who dies: the receiver or
   * the (likely) sender half-way, or the sender while it makes the checkpoint.
   */
  private static ClusterNode awaitMoment(
      Cluster cluster, ClusterNode receiver, int transfer, long askedBefore) {
    return switch (transfer % 3) {
      case 0 -> {
        awaitReceiving(cluster, receiver);
        yield receiver;
      }
      case 1 -> {
        awaitReceiving(cluster, receiver);
        yield cluster.leader();
      }
      default -> {
        var sender = cluster.leader();
        Await.until(
            receiver + " asks for the state",
            Cluster.SOON,
            () -> receiver.log().count(ASKS) > askedBefore,
            cluster::describe);
        yield sender;
      }
    };
  }

  private static void requireCut(ClusterNode receiver) {
    var bytes = PartialTransfer.bytes(receiver);
    Report.line("the transfer to %s was cut after %,d bytes", receiver, bytes);
    assertTrue(bytes > 0, "it was over before it could be cut");
  }

  private static void awaitReceiving(Cluster cluster, ClusterNode node) {
    Await.until(
        node + " receives the state",
        Cluster.SOON,
        () -> cluster.status(node).bytesReceived() > 0,
        cluster::describe);
  }
}
