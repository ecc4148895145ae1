package io.quorate.chaos.cluster;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.Await;
import io.quorate.server.metrics.Metrics;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That what a node is left with is found in its metrics, as the server itself writes them. */
class LeaksTest {
  private static final Duration BRIEF = Duration.ofMillis(50);

  private final Metrics metrics = new Metrics("quorate", "n1", "id-1");
  private int views;

  @BeforeEach
  void bind() {
    metrics.openViews(() -> views);
    metrics.pinnedPages(() -> 0);
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void aNodeAtRestIsLeftWithNothing() {
    Leaks.awaitNone("n1", () -> withThreads(200), BRIEF);
  }

  @Test
  void aViewThatStaysOpenIsFound() {
    views = 1;
    assertFound("views 1, of which pinned by scans 0;", () -> withThreads(200));
  }

  @Test
  void aThreadTooManyIsFound() {
    assertFound("threads 201", () -> withThreads(201));
  }

  @Test
  void metricsThatDoNotTellAreNoProof() {
    assertFound("no metric quorate_state_views", () -> "");
  }

  private String withThreads(int count) {
    return metrics
        .scrape()
        .replaceFirst("(?m)^(jvm_threads_live_threads\\{.*}) .*$", "$1 " + count + ".0");
  }

  private static void assertFound(String left, Await.Question<String> metrics) {
    var failure = assertThrows(AssertionError.class, () -> Leaks.awaitNone("n1", metrics, BRIEF));
    var message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("n1 holds no view") && message.contains(left), message);
  }
}
