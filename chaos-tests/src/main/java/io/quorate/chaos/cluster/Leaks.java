package io.quorate.chaos.cluster;

import io.quorate.chaos.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * What a node must not be left with once its clients are idle: views of the state, which keep old
 * versions on the disk, and threads.
 *
 * @param pinned those of the views that scans hold
 */
record Leaks(double views, double pinned, double threads) {
  /**
   * A node at rest has between 90 and 130, by the pools that it has needed so far; each time that
   * one was started anew and not ended adds some ten.
   */
  private static final int MOST_THREADS = 200;

  /** A scan that its client dropped without a word is kept for 10 s: see ClusterBuilder. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration ANSWER = Duration.ofSeconds(5);

  /**
   * Waits until no node that is up has any.
   *
   * @throws AssertionError naming what is left
   */
  static void awaitNone(List<ClusterNode> nodes) {
    try (var http = HttpClient.newHttpClient()) {
      for (var node : nodes) {
        awaitNone(node.name(), () -> scrape(http, node), PATIENCE);
      }
    }
  }

  /** The same of one node, whose {@code metrics} come in Prometheus' text format. */
  static void awaitNone(String node, Await.Question<String> metrics, Duration patience) {
    Await.until(
        node + " holds no view of its state and at most " + MOST_THREADS + " threads",
        patience,
        () -> in(metrics.ask()).areNone(),
        () -> describe(metrics));
  }

  private boolean areNone() {
    return views == 0 && threads <= MOST_THREADS;
  }

  private static String describe(Await.Question<String> metrics) {
    try {
      var left = in(metrics.ask());
      return "views %.0f, of which pinned by scans %.0f; threads %.0f"
          .formatted(left.views, left.pinned, left.threads);
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static String scrape(HttpClient http, ClusterNode node)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + node.http() + "/metrics"))
            .timeout(ANSWER)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static Leaks in(String metrics) {
    return new Leaks(
        value(metrics, "quorate_state_views"),
        value(metrics, "quorate_reads_pinned"),
        value(metrics, "jvm_threads_live_threads"));
  }

  private static double value(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .mapToDouble(Double::parseDouble)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no metric " + name));
  }
}
