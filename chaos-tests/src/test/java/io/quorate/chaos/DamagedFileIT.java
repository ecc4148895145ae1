package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.Damage;
import io.quorate.chaos.load.Load;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A node whose files were damaged serves none of them, says which and what to do, and the others go
 * on.
 */
class DamagedFileIT {
  private static final int VALUE_BYTES = 16 << 10;
  private static final int WRITES = 600;
  private static final Pattern CLOSED_SEGMENT = Pattern.compile("log_\\d+-\\d+");
  private static final Pattern TABLE = Pattern.compile(".*\\.sst");
  private static final Duration CALL = Duration.ofSeconds(2);

  @Test
  void inTheLogTheNodeEndsAndRejoinsAsANewPeer() throws Exception {
    Cluster.named("damaged-log")
        .set("raft.log_segment_size", "4MiB")
        .allowErrors("cannot start")
        .run(this::damageLog);
  }

  private void damageLog(Cluster cluster) throws IOException {
    try (var load = Load.start(cluster.client(), 4, VALUE_BYTES)) {
      load.awaitAcknowledged(WRITES);
      var node = cluster.followers().getFirst();
      var oldId = cluster.status(node).nodeId();
      node.terminate();
      var file = Damage.flipBytes(node.data(), CLOSED_SEGMENT);
      node.start();
      assertEquals(1, node.awaitExit(Cluster.SOON));
      assertSays(node.log().tail(20), file, "start");
      load.awaitAcknowledged(100);

      node.start();
      cluster.awaitAllServing();
      assertNotEquals(oldId, cluster.status(node).nodeId(), "its votes went with its log");
      load.stop();
      load.verify(cluster);
    }
  }

  @Test
  void inTheStateTheNodeHaltsAndFetchesItAnew() throws Exception {
    Cluster.named("damaged-state")
        .set("state.flush_bytes", "1MiB")
        .allowErrors("could not be applied", "StateMachineUpdater", "(?i)corrupt|damaged|halt")
        .run(this::damageState);
  }

  private void damageState(Cluster cluster) throws Exception {
    try (var load = Load.start(cluster.client(), 4, VALUE_BYTES)) {
      load.awaitAcknowledged(WRITES);
      var node = cluster.followers().getFirst();
      var oldId = cluster.status(node).nodeId();
      node.terminate();
      var file = Damage.flipBytes(node.data(), TABLE);
      node.start();
      awaitHalted(cluster, node);
      assertSays(cluster.status(node).reason(), file, "re-sync");
      assertSays(readyz(node), file, "re-sync");
      assertThrows(StatusRuntimeException.class, () -> scan(node));
      load.awaitAcknowledged(100);

      node.terminate();
      node.wipeState();
      node.start();
      cluster.awaitAllServing();
      assertEquals(oldId, cluster.status(node).nodeId(), "it had its votes and log");
      load.stop();
      load.verify(cluster);
    }
  }

  /**
   * Reads from the node bring damage to light that its own work has not; they must fail by then.
   */
  private static void awaitHalted(Cluster cluster, ClusterNode node) {
    Await.until(
        node + " halts",
        Cluster.SOON,
        () -> {
          try {
            scan(node);
          } catch (StatusRuntimeException refused) {
            // It is starting, or knows.
          }
          return cluster.status(node).state().equals("halted");
        },
        cluster::describe);
  }

  private static void scan(ClusterNode node) {
    node.direct().scan("load/", CALL, (key, value) -> {});
  }

  private static String readyz(ClusterNode node) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://" + node.http() + "/readyz")).build();
    try (var http = HttpClient.newHttpClient()) {
      var reply = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertEquals(503, reply.statusCode());
      return reply.body();
    }
  }

  private static void assertSays(String text, Path file, String advice) {
    Report.line("%s", text);
    assertTrue(text.contains(file.getFileName().toString()), () -> "does not name it: " + text);
    assertTrue(text.contains(advice), () -> "does not say how to go on: " + text);
  }
}
