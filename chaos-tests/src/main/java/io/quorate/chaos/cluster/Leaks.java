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
 * What nodes must not be left with once their clients are idle: views of the state, which keep old
 * versions on the disk, and threads.
 */
final class Leaks {
  /**
   * A node at rest has between 90 and 130, by the pools that it has needed so far; each time that
   * one was started anew and not ended adds some ten.
   */
  private static final int MOST_THREADS = 200;

  /** A scan that its client dropped without a word is kept for 60 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private Leaks() {}

  /**
   * Waits until no node that is up has any.
   *
   * @throws AssertionError naming what is left
   */
  static void awaitNone(List<ClusterNode> nodes) {
    try (var http = HttpClient.newHttpClient()) {
      for (var node : nodes) {
        Await.until(
            node + " holds no view of its state and at most " + MOST_THREADS + " threads",
            PATIENCE,
            () -> {
              var metrics = scrape(http, node);
              return value(metrics, "quorate_state_views") == 0
                  && value(metrics, "jvm_threads_live_threads") <= MOST_THREADS;
            },
            () -> describe(http, node));
      }
    }
  }

  private static String describe(HttpClient http, ClusterNode node) {
    try {
      var metrics = scrape(http, node);
      return "views %.0f, of which pinned by scans %.0f; threads %.0f"
          .formatted(
              value(metrics, "quorate_state_views"),
              value(metrics, "quorate_reads_pinned"),
              value(metrics, "jvm_threads_live_threads"));
    } catch (IOException | InterruptedException e) {
      return e.toString();
    }
  }

  private static List<String> scrape(HttpClient http, ClusterNode node)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + node.http() + "/metrics"))
            .timeout(ANSWER)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofLines()).body().toList();
  }

  private static double value(List<String> metrics, String name) {
    return metrics.stream()
        .filter(line -> line.startsWith(name + "{"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .mapToDouble(Double::parseDouble)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }
}
