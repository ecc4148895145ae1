package io.quorate.cli.bench;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.ExitCode;
import io.quorate.cli.Terminal;
import io.quorate.cli.bench.load.Loader;
import io.quorate.cli.bench.load.Loader.Loaded;
import io.quorate.cli.bench.load.Report;
import io.quorate.cli.bench.load.ReportJson;
import io.quorate.cli.bench.load.ReportText;
import io.quorate.cli.bench.load.Run;
import io.quorate.cli.bench.load.Second;
import io.quorate.cli.output.Json;
import io.quorate.cli.output.Output;
import io.quorate.client.QuorateException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** One run against a cluster, from the first look at its keys to their deletion. */
final class BenchRun {
  private final Order order;
  private final Terminal terminal;
  private final Output output;

  BenchRun(Order order, Terminal terminal, Output output) {
    this.order = order;
    this.terminal = terminal;
    this.output = output;
  }

  /** Does it, prints the results, and answers the exit code. */
  int run() throws InterruptedException {
    try (var interruption = new Interruption();
        var clients = Clients.open(order);
        var keys = new StoredKeys(clients.first().kv(), order, interruption, output::note)) {
      var targets = clients.targets(order.workload());
      var loaded =
          order.reads() && !keys.areComplete()
              ? Optional.of(load(targets, interruption))
              : Optional.<Loaded>empty();
      output.note(order.title());
      var run = Run.of(order.plan(), order.pace(), targets, order.times());
      var report = run.run(interruption.asked(), this::progress);
      print(report, loaded);
      return exitCode(report);
    }
  }

  private Loaded load(List<QuorateTarget> targets, Interruption interruption) {
    output.note("loading %,d keys".formatted(order.plan().keys().count()));
    try {
      var loaded = Loader.load(order.plan(), targets, interruption::isAsked);
      output.note(text(loaded));
      return loaded;
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof QuorateException failure)) throw e;
      throw CommandFailure.of(failure)
          .within("while the keys were loaded: ", "Nothing is measured.");
    }
  }

  private static String text(Loaded loaded) {
    return "loaded %,d keys in %.1f s: %,.0f keys/s"
        .formatted(loaded.keys(), loaded.seconds(), loaded.keysPerSecond());
  }

  private void progress(Second second) {
    if (terminal.interactive()) output.note(ReportText.progress(second));
  }

  private void print(Report report, Optional<Loaded> loaded) {
    if (!output.json()) {
      output.text(ReportText.of(report));
      return;
    }
    output.document(
        ReportJson.of(report)
            .add("load", loaded.map(BenchRun::json).orElse(null))
            .add("parameters", order.parameters()));
  }

  private static Json.Fields json(Loaded loaded) {
    return Json.fields()
        .add("keys", loaded.keys())
        .add("seconds", loaded.seconds())
        .add("keys_per_second", Math.round(loaded.keysPerSecond()));
  }

  private static int exitCode(Report report) {
    return switch (report.ended()) {
      case DONE -> ExitCode.DONE;
      case INTERRUPTED -> ExitCode.FAILED;
      case UNANSWERED -> ExitCode.UNKNOWN;
    };
  }
}
