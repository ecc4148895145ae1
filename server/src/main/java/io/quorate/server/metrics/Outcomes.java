package io.quorate.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quorate.server.error.RequestException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Times calls, one timer per outcome: {@code ok}, or the error's code in lower case. */
final class Outcomes {
  private final MeterRegistry registry;
  private final String name;
  private final String description;
  private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

  private record Labels(Tags tags, String outcome) {}

  Outcomes(MeterRegistry registry, String name, String description) {
    this.registry = registry;
    this.name = name;
    this.description = description;
  }

  <R> CompletableFuture<R> time(Tags tags, Supplier<CompletableFuture<R>> call) {
    long start = System.nanoTime();
    CompletableFuture<R> result;
    try {
      result = call.get();
    } catch (RuntimeException e) {
      result = CompletableFuture.failedFuture(e);
    }
    return time(tags, start, result);
  }

  /** Of a call that began at {@code start} of {@link System#nanoTime}. */
  <R> CompletableFuture<R> time(Tags tags, long start, CompletableFuture<R> result) {
    return result.whenComplete(
        (reply, failure) ->
            timers
                .computeIfAbsent(new Labels(tags, outcome(failure)), this::timer)
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
  }

  private Timer timer(Labels labels) {
    return Timer.builder(name)
        .description(description)
        .tags(labels.tags().and("outcome", labels.outcome()))
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5))
        .register(registry);
  }

  private static String outcome(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case null -> "ok";
      case RequestException request -> request.error().getCode().name().toLowerCase(Locale.ROOT);
      default -> "internal";
    };
  }
}
