package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node that can never work says why, and ends at once. */
class BadStartIT {
  private static final Duration AT_ONCE = Duration.ofSeconds(15);

  @Test
  void anUnknownKeyIsNamedWithTheNearestOne() {
    refuses(one().set("raft.log_keep_byte", "32MiB"), "raft.log_keep_byte", "raft.log_keep_bytes");
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    var cluster = one().build();
    var address = cluster.node(1).address();
    var port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      refuses(cluster, Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void aDataDirectoryInUseIsNamed() throws Exception {
    one()
        .run(
            running -> {
              var data = running.node(1).data().toString();
              refuses(one().set("node.data_dir", data), data, "use");
            });
  }

  @Test
  void theDataDirectoryOfAnotherClusterIsRefused() throws Exception {
    one()
        .run(
            cluster -> {
              var data = cluster.node(1).data().toString();
              cluster.node(1).terminate();
              refuses(
                  one().set("node.data_dir", data).set("cluster", "elsewhere"),
                  data,
                  "\"quorate\"",
                  "\"elsewhere\"");
              cluster.node(1).start();
            });
  }

  private static ClusterBuilder one() {
    return Cluster.named("bad-start").nodes(1);
  }

  private static void refuses(ClusterBuilder builder, String... said) {
    refuses(builder.build(), said);
  }

  private static void refuses(Cluster cluster, String... said) {
    var node = cluster.node(1);
    node.start();
    var code = node.awaitExit(AT_ONCE);
    var log = String.join("\n", node.log().lines());
    assertTrue(code == 1 || code == 2, () -> "exit code " + code + ": " + log);
    for (var each : said) {
      assertTrue(log.contains(each), () -> "says nothing of " + each + ": " + log);
    }
    assertTrue(!log.contains("\tat "), () -> "a stack trace helps no operator: " + log);
    ClusterBuilder.discard(cluster);
  }
}
