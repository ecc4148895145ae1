package io.quorate.bench.turns;

import io.quorate.cli.bench.load.Keys;
import io.quorate.cli.bench.load.Kind;
import io.quorate.cli.bench.load.Loader;
import io.quorate.cli.bench.load.Pace;
import io.quorate.cli.bench.load.Plan;
import io.quorate.cli.bench.load.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What the stores are put under: 100,000 keys of 16 bytes, values of 256, drawn at random. */
final class Load {
  private static final Keys KEYS = new Keys("bench/", 100_000);
  private static final int VALUE_BYTES = 256;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Of load before what is measured, in every round: the store has waited for its turn. */
  private static final int SETTLE_SECONDS = 2;

  private Load() {}

  /** Puts all keys, so that gets find something and puts replace something. */
  static void fill(Store store) throws IOException, InterruptedException {
    try (var clients = store.clients(Row.PUT_256)) {
      var _ = Loader.load(plan(Kind.PUT, 0), clients.targets(), () -> false);
    }
  }

  static void warmUp(Clients clients, Row row, int seconds) throws InterruptedException {
    if (seconds == 0) return;
    var _ = run(clients, row, 0, new Run.Times(0, seconds, TIMEOUT)).run(never(), each -> {});
  }

  /** {@code waiting}: the other store that runs. Both stores get the same keys in a round. */
  static Round measure(
      Store measured, Store waiting, Clients clients, Row row, int number, int seconds)
      throws InterruptedException {
    var window = new Window(measured, waiting, SETTLE_SECONDS, SETTLE_SECONDS + seconds);
    var report =
        run(clients, row, number, new Run.Times(SETTLE_SECONDS, seconds, TIMEOUT))
            .run(never(), window);
    if (report.partial() || report.operations() == 0) {
      throw new IllegalStateException(
          "%s answered too little in round %d of %s: %s"
              .formatted(measured.name(), number, row, report.errorsByCode()));
    }
    return Round.of(number, report, window.used());
  }

  private static Run run(Clients clients, Row row, int number, Run.Times times) {
    return Run.of(
        plan(row.work().kind(), number), new Pace.Closed(row.callers()), clients.targets(), times);
  }

  private static Plan plan(Kind kind, int seed) {
    return new Plan(KEYS, VALUE_BYTES, kind == Kind.GET ? 1 : 0, seed);
  }

  /** Ctrl-C ends the process instead. */
  private static CountDownLatch never() {
    return new CountDownLatch(1);
  }
}
