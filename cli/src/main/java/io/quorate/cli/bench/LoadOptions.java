package io.quorate.cli.bench;

import io.quorate.cli.bench.load.Keys;
import io.quorate.cli.bench.load.Pace;
import io.quorate.cli.bench.load.Plan;
import io.quorate.cli.bench.load.Run;
import io.quorate.command.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every load. */
final class LoadOptions {
  private static final int DEFAULT_CLIENTS = 64;
  private static final int DEFAULT_OUTSTANDING = 10_000;
  private static final int MOST_OUTSTANDING = 100_000;
  private static final int MOST_CONNECTIONS = 1_000;
  private static final int MOST_SECONDS = 86_400;
  private static final double MOST_RATE = 10_000_000;
  private static final int SEEDS = 1_000_000;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = {
        "A closed loop: so many callers, each with one operation outstanding; 64 unless given.",
        "Those on one connection are one client, which batches."
      })
  private @Nullable Integer clients;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = {
        "An open loop instead: so many operations per second, whatever the cluster does.",
        "A latency then counts from when the operation should have begun."
      })
  private @Nullable Double rate;

  @Option(
      names = "--max-outstanding",
      paramLabel = "N",
      description =
          "With --rate: most operations outstanding, 10000 unless given; what exceeds it is not"
              + " sent, and counted.")
  private @Nullable Integer maxOutstanding;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Separate clients that the load is spread over; 1 unless given.")
  private int connections = 1;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long is measured; 30 unless given.")
  private int seconds = 30;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description = "Seconds of load before, which do not count; 10 unless given.")
  private int warmUp = 10;

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      description = "Of a value; 256 unless given.")
  private int valueSize = 256;

  @Option(
      names = "--keys",
      paramLabel = "N",
      description = "Keys that operations are spread over; 100000 unless given.")
  private int keys = 100_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Repeats the choices of an earlier run, which reported its seed.")
  private @Nullable Long seed;

  @Option(names = "--keep", description = "Leaves the keys there, for the next run.")
  private boolean keep;

  /** Throws {@link IllegalArgumentException} when the options make no sense. */
  Order order(Workload workload, Duration timeout, List<String> endpoints) {
    require("--seconds", seconds, 1, MOST_SECONDS);
    require("--warm-up", warmUp, 0, MOST_SECONDS);
    require("--value-size", valueSize, 0, Limits.VALUE_BYTES);
    require("--keys", keys, 1, Keys.MOST);
    var pace = pace();
    require("--connections", connections, 1, Math.min(MOST_CONNECTIONS, pace.most()));
    requireMemory(pace.most());
    var order =
        new Order(
            workload,
            new Plan(new Keys(Order.PREFIX, keys), valueSize, workload.readShare(), seed()),
            pace,
            connections,
            new Run.Times(warmUp, seconds, timeout),
            keep,
            endpoints);
    var _ = order.parameters(); // whatever is wrong with the workload's options shows now
    return order;
  }

  private Pace pace() {
    var wanted = rate;
    if (wanted == null) {
      if (maxOutstanding != null) {
        throw new IllegalArgumentException("--max-outstanding goes with --rate only");
      }
      var callers = clients == null ? DEFAULT_CLIENTS : clients;
      require("--clients", callers, 1, MOST_OUTSTANDING);
      return new Pace.Closed(callers);
    }
    if (clients != null) {
      throw new IllegalArgumentException(
          "--clients is a closed loop and --rate an open one: give one of them");
    }
    if (!(wanted > 0 && wanted <= MOST_RATE)) {
      throw new IllegalArgumentException(
          "--rate is more than 0 and at most %,.0f; found %s".formatted(MOST_RATE, wanted));
    }
    var most = maxOutstanding == null ? DEFAULT_OUTSTANDING : maxOutstanding;
    require("--max-outstanding", most, 1, MOST_OUTSTANDING);
    return new Pace.Open(wanted, most);
  }

  private long seed() {
    return seed != null ? seed : new Random().nextInt(SEEDS);
  }

  private void requireMemory(int outstanding) {
    var bytes = (long) outstanding * valueSize;
    var most = Runtime.getRuntime().maxMemory() / 3;
    if (bytes > most) {
      throw new IllegalArgumentException(
          "%,d values of %,d bytes can be outstanding, %,d MiB, and this process has room for %,d:"
                  .formatted(outstanding, valueSize, bytes >> 20, most >> 20)
              + " fewer --clients (or --max-outstanding), or a smaller --value-size");
    }
  }

  private static void require(String option, long found, long least, long most) {
    if (found < least || found > most) {
      throw new IllegalArgumentException(
          "%s is %,d to %,d; found %,d".formatted(option, least, most, found));
    }
  }
}
