package io.quorate.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.server.error.StartupException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: /metrics, /livez, /readyz, /writable, /status and an index at /. */
public final class HttpEdge implements AutoCloseable {
  /** The text format of Prometheus. */
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final long MAX_REQUEST_BYTES = 64 << 10;
  private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);

  private final String host;
  private final int port;
  private final NodeHealth health;
  private final Supplier<String> metrics;
  private final Supplier<NodeStatus> status;
  private final Javalin server;

  /**
   * Opens nothing yet.
   *
   * @param port 0 = any free one, for tests
   * @param metrics the text that Prometheus reads
   * @param status this node's own
   */
  public HttpEdge(
      String host,
      int port,
      NodeHealth health,
      Supplier<String> metrics,
      Supplier<NodeStatus> status) {
    this.host = host;
    this.port = port;
    this.health = health;
    this.metrics = metrics;
    this.status = status;
    this.server = Javalin.create(this::configure);
  }

  /** Throws StartupException when the address cannot be had. */
  public void start() {
    try {
      server.start(host, port);
    } catch (RuntimeException e) {
      throw StartupException.port("HTTP", host, port, "listen.http_port", e);
    }
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = MAX_REQUEST_BYTES;
    routes(config.routes);
  }

  private void routes(RoutesConfig routes) {
    routes.get("/", HttpEdge::index);
    routes.get("/metrics", request -> request.contentType(METRICS_TYPE).result(metrics.get()));
    routes.get(
        "/livez",
        request ->
            probe(
                request,
                "live",
                health.live()
                    ? Optional.empty()
                    : Optional.of("this node needs a restart; see its log")));
    routes.get("/readyz", request -> probe(request, "ready", health.notReadyReason()));
    routes.get("/writable", request -> probe(request, "writable", health.notWritableReason()));
    routes.get("/status", request -> json(request, ProtoJson.of(status.get())));
    routes.exception(
        HttpResponseException.class,
        (e, request) -> error(request, e.getStatus(), String.valueOf(e.getMessage())));
    routes.exception(
        Exception.class,
        (e, request) -> {
          LOG.error(
              "{} {} failed in a way that nobody foresaw; please report it",
              request.method(),
              request.path(),
              e);
          error(request, HttpStatus.INTERNAL_SERVER_ERROR.getCode(), "unexpected: " + e);
        });
  }

  private static void index(Context request) {
    ObjectNode endpoints = JsonNodeFactory.instance.objectNode();
    endpoints
        .putObject("endpoints")
        .put("/metrics", "for Prometheus")
        .put("/livez", "200 while the process is worth keeping")
        .put("/readyz", "200 while this node serves reads")
        .put("/writable", "200 while a write sent to this node could be committed")
        .put("/status", "this node's own status");
    json(request, endpoints);
  }

  /** {@code {"ready":true}}, or 503 with the reason. */
  private static void probe(Context request, String what, Optional<String> whyNot) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put(what, whyNot.isEmpty());
    whyNot.ifPresent(
        reason -> {
          answer.put("reason", reason);
          request.status(HttpStatus.SERVICE_UNAVAILABLE);
        });
    json(request, answer);
  }

  private static void error(Context request, int status, String message) {
    request.status(status);
    json(request, JsonNodeFactory.instance.objectNode().put("error", message));
  }

  private static void json(Context request, ObjectNode answer) {
    request.contentType(ContentType.APPLICATION_JSON).result(answer.toString());
  }
}
