package io.quorate.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.server.error.StartupException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEdgeTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeHealth health = new FakeHealth();
  private final HttpEdge edge =
      new HttpEdge(
          "127.0.0.1",
          0,
          health,
          () -> "quorate_raft_term 3\n",
          () -> {
            if (health.broken) {
              throw new IllegalStateException("a test's bug");
            }
            return NodeStatus.newBuilder()
                .setId("n1")
                .setRole("leader")
                .setTerm(1L << 40)
                .setLagMs(-1)
                .build();
          });

  @BeforeEach
  void start() {
    edge.start();
  }

  @AfterEach
  void stop() {
    edge.close();
    client.close();
  }

  @Test
  void livenessDependsOnTheProcessOnly() throws Exception {
    health.notReady = Optional.of("no leader is known");
    assertAnswer("/livez", 200, "{\"live\":true}");
    health.live = false;
    assertAnswer(
        "/livez", 503, "{\"live\":false,\"reason\":\"this node needs a restart; see its log\"}");
  }

  @Test
  void readinessAndWritabilitySayWhyNot() throws Exception {
    assertAnswer("/readyz", 200, "{\"ready\":true}");
    assertAnswer("/writable", 200, "{\"writable\":true}");
    health.notReady = Optional.of("fetching a checkpoint");
    health.notWritable = Optional.of("no leader is \"known\"");
    assertAnswer("/readyz", 503, "{\"ready\":false,\"reason\":\"fetching a checkpoint\"}");
    assertAnswer(
        "/writable", 503, "{\"writable\":false,\"reason\":\"no leader is \\\"known\\\"\"}");
  }

  @Test
  void metricsArePrometheusText() throws Exception {
    HttpResponse<String> answer = get("/metrics");
    assertEquals("quorate_raft_term 3\n", answer.body());
    assertEquals("text/plain; version=0.0.4; charset=utf-8", contentType(answer));
  }

  @Test
  void statusHasEveryFieldAndNumbersAsNumbers() throws Exception {
    JsonNode status = new ObjectMapper().readTree(get("/status").body());
    assertEquals("n1", status.get("id").asText());
    assertTrue(status.get("term").isNumber());
    assertEquals(1L << 40, status.get("term").asLong());
    assertEquals(-1, status.get("lag_ms").asLong());
    assertEquals(0, status.get("lag_entries").asLong());
    assertEquals(NodeStatus.getDescriptor().getFields().size(), status.size());
  }

  @Test
  void theIndexNamesTheEndpoints() throws Exception {
    JsonNode index = new ObjectMapper().readTree(get("/").body());
    for (var endpoint : index.get("endpoints").properties()) {
      assertEquals(200, get(endpoint.getKey()).statusCode(), endpoint.getKey());
    }
    assertEquals(5, index.get("endpoints").size());
  }

  @Test
  void errorsAreJson() throws Exception {
    HttpResponse<String> missing = get("/nothing");
    assertEquals(404, missing.statusCode());
    assertTrue(new ObjectMapper().readTree(missing.body()).has("error"), missing.body());
    assertEquals("application/json", contentType(missing));

    HttpResponse<String> wrongMethod =
        client.send(
            HttpRequest.newBuilder(uri("/readyz")).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
    assertEquals(405, wrongMethod.statusCode());
    assertTrue(new ObjectMapper().readTree(wrongMethod.body()).has("error"), wrongMethod.body());
  }

  @Test
  void aBugIsAnErrorAndTheServerLives() throws Exception {
    health.broken = true;
    HttpResponse<String> answer = get("/status");
    assertEquals(500, answer.statusCode());
    assertTrue(
        new ObjectMapper().readTree(answer.body()).get("error").asText().contains("a test's bug"),
        answer.body());
    assertEquals(200, get("/livez").statusCode());
  }

  @Test
  void requestsRunOnVirtualThreads() throws Exception {
    get("/livez");
    assertTrue(health.askedOnVirtualThread);
  }

  @Test
  void aTakenPortIsToldWithItsAddress() {
    HttpEdge second =
        new HttpEdge("127.0.0.1", edge.port(), health, () -> "", NodeStatus::getDefaultInstance);
    String message =
        String.valueOf(assertThrows(StartupException.class, second::start).getMessage());
    assertTrue(
        message.startsWith(
            "cannot listen for HTTP on 127.0.0.1:" + edge.port() + ": another process has it"),
        message);
    second.close();
  }

  private void assertAnswer(String path, int status, String body) throws Exception {
    HttpResponse<String> answer = get(path);
    assertEquals(body, answer.body());
    assertEquals(status, answer.statusCode());
    assertEquals("application/json", contentType(answer));
  }

  private static String contentType(HttpResponse<String> answer) {
    return answer.headers().firstValue("Content-Type").orElse("");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + edge.port() + path);
  }

  private static final class FakeHealth implements NodeHealth {
    volatile boolean live = true;
    volatile boolean broken;
    volatile boolean askedOnVirtualThread;
    volatile Optional<String> notReady = Optional.empty();
    volatile Optional<String> notWritable = Optional.empty();

    @Override
    public boolean live() {
      askedOnVirtualThread = Thread.currentThread().isVirtual();
      return live;
    }

    @Override
    public Optional<String> notReadyReason() {
      return notReady;
    }

    @Override
    public Optional<String> notWritableReason() {
      return notWritable;
    }
  }
}
