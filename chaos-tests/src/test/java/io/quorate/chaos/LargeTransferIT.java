package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.load.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Much more state than heap comes to a new node. */
class LargeTransferIT {
  private static final long STATE_BYTES = Scale.of(64L << 20, 2L << 30);
  private static final int VALUE_BYTES = 64 << 10;
  private static final Duration PATIENCE = Duration.ofMinutes(Scale.of(2, 20));
  private static final String HEAP = "256m";

  @Test
  void needsNoMoreHeapThanSmallOnes() throws Exception {
    Cluster.named("large-transfer")
        .laterNodes(1)
        .heap(HEAP)
        .set("raft.log_segment_size", "4MiB")
        .set("raft.log_keep_bytes", "8MiB")
        .run(this::addNode);
  }

  private void addNode(Cluster cluster) throws IOException {
    try (var load = Load.start(cluster.client(), 8, VALUE_BYTES)) {
      var writes = STATE_BYTES / VALUE_BYTES;
      Await.until(
          STATE_BYTES + " bytes are written",
          PATIENCE,
          () -> load.ledger().acknowledgedCount() >= writes,
          () -> load.ledger().toString());
      load.stop();
      var added = cluster.node(4);
      var start = System.nanoTime();
      added.start();
      cluster.awaitAllServing(PATIENCE);
      cluster.awaitEqualDigests();
      var status = cluster.status(added);
      Report.line(
          "%d MiB in %d transfers to a new node with a heap of %s: %d ms, most memory %s",
          status.bytesReceived() >> 20,
          status.fullSyncs(),
          HEAP,
          (System.nanoTime() - start) / 1_000_000,
          mostMemory(added));
      assertTrue(status.fullSyncs() > 0, () -> "no transfer: " + status);
      assertTrue(status.bytesReceived() > STATE_BYTES * 9 / 10, () -> "too little: " + status);
      load.verify(cluster);
    }
  }

  private static String mostMemory(ClusterNode node) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + node.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("unknown");
  }
}
