package io.quorate.bench.turns;

import io.quorate.cli.bench.load.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two stores measured in turns while both run and nothing else does. */
public final class Turns {
  private final Store first;
  private final Store second;
  private final Lengths lengths;
  private final Set<Kind> warm = EnumSet.noneOf(Kind.class);

  /**
   * How much is measured.
   *
   * @param rounds of each row, for each store
   * @param seconds of a round
   * @param warmUp seconds of load before the first puts of a store, and before its first gets
   */
  public record Lengths(int rounds, int seconds, int warmUp) {}

  /** Of stores that {@link #start} has started. */
  public Turns(Store first, Store second, Lengths lengths) {
    this.first = first;
    this.second = second;
    this.lengths = lengths;
  }

  /** Starts a store, in a folder of its name below {@code folder}, and gives it its keys. */
  public static void start(Store store, Path folder) throws IOException, InterruptedException {
    store.start(folder.resolve(store.name()));
    Load.fill(store);
    Say.line("%s %s runs and has its keys", store.name(), store.version());
  }

  /** What can be measured of a row; a failure is told at once, too. */
  public Measured measure(Row row) throws InterruptedException {
    var ours = new ArrayList<Round>();
    var theirs = new ArrayList<Round>();
    return new Measured(row, ours, theirs, failure(row, ours, theirs));
  }

  private @Nullable String failure(Row row, List<Round> ours, List<Round> theirs)
      throws InterruptedException {
    try {
      requireAlive();
      measure(row, ours, theirs);
      return null;
    } catch (IOException | RuntimeException | AssertionError e) {
      Say.loudly("%s OF %s AND %s IS LEFT OUT: %s", row, first.name(), second.name(), e);
      return e.toString();
    }
  }

  private void measure(Row row, List<Round> ours, List<Round> theirs)
      throws IOException, InterruptedException {
    try (var our = first.clients(row);
        var their = second.clients(row)) {
      warmUp(row, our, their);
      for (var number = 1; number <= lengths.rounds(); number++) {
        ours.add(measure(first, second, our, row, number));
        theirs.add(measure(second, first, their, row, number));
        Say.line(
            "%s, round %d of %d: %s %,.0f/s, %s %,.0f/s",
            row,
            number,
            lengths.rounds(),
            first.name(),
            ours.getLast().opsPerSecond(),
            second.name(),
            theirs.getLast().opsPerSecond());
      }
    }
  }

  /** Before the first puts, and before the first gets: their code is compiled by then. */
  private void warmUp(Row row, Clients ours, Clients theirs) throws InterruptedException {
    if (!warm.add(row.work().kind())) return;
    Say.line("warm-up of %s, %d s each", row, lengths.warmUp());
    Load.warmUp(ours, row, lengths.warmUp());
    Load.warmUp(theirs, row, lengths.warmUp());
  }

  private Round measure(Store measured, Store waiting, Clients clients, Row row, int number)
      throws InterruptedException {
    requireAlive();
    return Load.measure(measured, waiting, clients, row, number, lengths.seconds());
  }

  private void requireAlive() {
    first.requireAlive();
    second.requireAlive();
  }
}
