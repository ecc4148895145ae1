package io.quorate.history.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.history.Details;
import io.quorate.history.History;
import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import io.quorate.history.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random small executions: what really happened is accepted, and the search agrees with {@link
 * BruteForce}.
 */
class RegisterPropertyTest {
  private static final int ROUNDS = 20_000;
  private static final LinearizableRegisters CHECKER =
      new LinearizableRegisters(Initial.ABSENT, 1_000_000);

  /** What the replies carry, and which operations there are. */
  enum Workload {
    READS_AND_WRITES(false, false, false),
    WITH_CAS_AND_DELETES(true, true, false),
    VERSIONS(false, false, true),
    VERSIONS_WITH_DELETES(false, true, true);

    final boolean cas;
    final boolean deletes;
    final boolean versions;

    Workload(boolean cas, boolean deletes, boolean versions) {
      this.cas = cas;
      this.deletes = deletes;
      this.versions = versions;
    }
  }

  /** A register that executes operations one by one, and loses some replies. */
  private static final class Execution {
    private final Random random;
    private final Workload workload;
    private final List<Operation> operations = new ArrayList<>();
    private final int values;
    private @Nullable Object value;
    private long version;

    Execution(Random random, Workload workload) {
      this.random = random;
      this.workload = workload;
      values = 1 + random.nextInt(4);
      var count = 2 + random.nextInt(6);
      var spread = 1 + random.nextInt(40);
      for (var i = 0; i < count; i++) {
        execute(10L * i + 1000, spread, i);
      }
    }

    private Object anyValue() {
      return "v" + random.nextInt(values);
    }

    private void execute(long at, int spread, int number) {
      var from = at - random.nextInt(spread);
      var to = at + random.nextInt(spread);
      switch (random.nextInt(5)) {
        case 0, 1 -> add(number, Operation.READ, null, value, Outcome.OK, from, to, true);
        case 2 -> {
          if (workload.deletes) {
            mutate(number, Operation.DELETE, null, null, from, to, true);
          } else {
            write(number, from, to);
          }
        }
        case 3 -> {
          if (workload.cas) {
            var expected = random.nextBoolean() ? value : anyValue();
            var wanted = anyValue();
            var fits = Objects.equals(expected, value);
            mutate(number, Operation.CAS, Arrays.asList(expected, wanted), wanted, from, to, fits);
          } else {
            write(number, from, to);
          }
        }
        default -> write(number, from, to);
      }
    }

    private void write(int number, long from, long to) {
      var wanted = anyValue();
      mutate(number, Operation.WRITE, wanted, wanted, from, to, true);
    }

    private void mutate(
        int number,
        String f,
        @Nullable Object argument,
        @Nullable Object wanted,
        long from,
        long to,
        boolean fits) {
      var fate = random.nextInt(10);
      var applied = fits && fate != 0 && fate != 1;
      if (applied) {
        value = wanted;
        version += wanted == null ? 0 : 1;
      }
      // 0 is lost on the way there, 1 is refused, 2 and 3 lose the reply.
      var outcome =
          fate == 0 || fate == 2 || fate == 3 ? Outcome.INFO : applied ? Outcome.OK : Outcome.FAIL;
      add(number, f, argument, argument, outcome, from, to, wanted != null);
    }

    private void add(
        int number,
        String f,
        @Nullable Object argument,
        @Nullable Object result,
        Outcome outcome,
        long from,
        long to,
        boolean versioned) {
      var details =
          workload.versions && versioned && outcome == Outcome.OK && value != null
              ? details(version)
              : Details.NONE;
      var until = outcome == Outcome.INFO ? Long.MAX_VALUE : to;
      operations.add(operation(number, f, argument, result, outcome, from, until, details));
    }
  }

  private static Details details(long version) {
    return new Details(
        new Version(0, version), null, null, null, null, null, null, null, null, null);
  }

  private static Operation operation(
      int number,
      String f,
      @Nullable Object argument,
      @Nullable Object result,
      Outcome outcome,
      long from,
      long to,
      Details details) {
    return new Operation(
        "test", number, f, "k", argument, result, outcome, from, to, number, number, details);
  }

  private static Report check(List<Operation> operations) {
    return CHECKER.check(History.of(operations));
  }

  @ParameterizedTest
  @EnumSource
  void whatHappenedIsAccepted(Workload workload) {
    var seed = new Random().nextLong();
    System.out.println("seed " + seed + " of " + workload);
    var random = new Random(seed);
    for (var round = 0; round < ROUNDS; round++) {
      var operations = new Execution(random, workload).operations;
      var report = check(operations);
      assertTrue(report.holds(), () -> "seed " + seed + ": " + report + "\n" + lines(operations));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMutatedReadIsJudgedAsByBruteForce(Workload workload) {
    var seed = new Random().nextLong();
    System.out.println("seed " + seed + " of " + workload);
    var random = new Random(seed);
    var violated = 0;
    var linearizable = 0;
    for (var round = 0; round < ROUNDS; round++) {
      var operations = new Execution(random, workload).operations;
      mutate(operations, random, workload);
      var expected = BruteForce.isLinearizable(operations);
      var report = check(operations);
      var number = round;
      assertEquals(
          expected,
          report.holds(),
          () -> "seed " + seed + ", round " + number + ": " + report + "\n" + lines(operations));
      violated += expected ? 0 : 1;
      linearizable += expected ? 1 : 0;
    }
    assertTrue(violated > ROUNDS / 20, violated + " violated");
    assertTrue(linearizable > ROUNDS / 20, linearizable + " linearizable");
  }

  /** Lets one read return something else. */
  private static void mutate(List<Operation> operations, Random random, Workload workload) {
    var start = random.nextInt(operations.size());
    for (var i = 0; i < operations.size(); i++) {
      var at = (start + i) % operations.size();
      var read = operations.get(at);
      if (read.f().equals(Operation.READ)) {
        var other = random.nextInt(5) == 0 ? null : "v" + random.nextInt(4);
        var details =
            workload.versions && other != null
                ? details(1 + random.nextInt(operations.size()))
                : Details.NONE;
        operations.set(
            at,
            operation(
                (int) read.process(),
                read.f(),
                null,
                other,
                Outcome.OK,
                read.invokedAt(),
                read.returnedAt(),
                details));
        return;
      }
    }
  }

  private static String lines(List<Operation> operations) {
    var text = new StringBuilder();
    operations.forEach(each -> text.append(each).append('\n'));
    return text.toString();
  }
}
