package io.quorate.cli.bench;

import io.quorate.cli.bench.load.Kind;
import io.quorate.cli.bench.load.Pace;
import io.quorate.cli.bench.load.Plan;
import io.quorate.cli.bench.load.Run;
import io.quorate.cli.output.Json;
import java.util.List;

/**
 * What is asked for.
 *
 * @param connections clients that the load is spread over
 * @param keep leave the keys there
 */
record Order(
    Workload workload,
    Plan plan,
    Pace pace,
    int connections,
    Run.Times times,
    boolean keep,
    List<String> endpoints) {
  /** All keys of all runs begin with it. */
  static final String PREFIX = "bench/";

  boolean reads() {
    return plan.kinds().contains(Kind.GET);
  }

  /** For people. */
  String title() {
    var load =
        switch (pace) {
          case Pace.Closed closed -> "%,d callers".formatted(closed.callers());
          case Pace.Open open -> "%,.1f operations per second".formatted(open.rate());
        };
    return "%s: %s over %,d %s, %,d keys, values of %,d bytes, %,d s after %,d s of warm-up"
        .formatted(
            workload.name(),
            load,
            connections,
            connections == 1 ? "connection" : "connections",
            plan.keys().count(),
            plan.valueSize(),
            times.seconds(),
            times.warmUpSeconds());
  }

  /** For scripts; throws {@link IllegalArgumentException} when the workload makes no sense. */
  Json.Fields parameters() {
    var fields =
        Json.fields()
            .add("workload", workload.name())
            .add("loop", pace instanceof Pace.Open ? "open" : "closed")
            .add("clients", pace instanceof Pace.Closed closed ? closed.callers() : null)
            .add("rate", pace instanceof Pace.Open open ? open.rate() : null)
            .add("max_outstanding", pace.most())
            .add("connections", connections)
            .add("seconds", times.seconds())
            .add("warm_up", times.warmUpSeconds())
            .add("value_size", plan.valueSize())
            .add("keys", plan.keys().count())
            .add("key_prefix", PREFIX)
            .add("read_share", plan.readShare())
            .add("seed", plan.seed())
            .add("keep", keep)
            .add("timeout_ms", times.callTimeout().toMillis())
            .add("endpoints", endpoints);
    if (plan.kinds().contains(Kind.PUT)) {
      fields.add("concern", workload.writes().concern().toString());
    }
    if (reads()) {
      fields
          .add("read_consistency", workload.reads().consistency().toString())
          .add("read_from", workload.reads().preference().toString());
    }
    return fields;
  }
}
