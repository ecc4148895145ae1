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
 * BruteForce}; only that it takes writes of unknown outcome for unconditional ones.
 */
class RegisterPropertyTest {
  private static final int ROUNDS = 20_000;
  private static final LinearizableRegisters CHECKER =
      new LinearizableRegisters(Initial.ABSENT, 1_000_000);

  /** What the replies carry, and which operations there are. */
  enum Workload {
    READS_AND_WRITES(false, false, false, false),
    WITH_CAS_AND_DELETES(true, true, false, false),
    VERSIONS(false, false, true, false),
    VERSIONS_WITH_DELETES(false, true, true, false),
    EXPECTED_VERSIONS(false, true, true, true);

    final boolean cas;
    final boolean deletes;
    final boolean versions;
    final boolean expectations;

    Workload(boolean cas, boolean deletes, boolean versions, boolean expectations) {
      this.cas = cas;
      this.deletes = deletes;
      this.versions = versions;
      this.expectations = expectations;
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
        case 0, 1 -> add(number, Operation.READ, null, value, Outcome.OK, from, to, true, 0);
        case 2 -> {
          if (workload.deletes) {
            mutate(number, Operation.DELETE, null, null, from, to, true, 0);
          } else {
            write(number, from, to);
          }
        }
        case 3 -> {
          if (workload.cas) {
            var expected = random.nextBoolean() ? value : anyValue();
            var wanted = anyValue();
            var fits = Objects.equals(expected, value);
            var pair = Arrays.asList(expected, wanted);
            mutate(number, Operation.CAS, pair, wanted, from, to, fits, 0);
          } else if (workload.expectations) {
            var expected = random.nextBoolean() ? Math.max(1, version) : 1 + random.nextInt(4);
            var wanted = anyValue();
            var fits = value != null && expected == version;
            mutate(number, Operation.WRITE, wanted, wanted, from, to, fits, expected);
          } else {
            write(number, from, to);
          }
        }
        default -> write(number, from, to);
      }
    }

    private void write(int number, long from, long to) {
      var wanted = anyValue();
      mutate(number, Operation.WRITE, wanted, wanted, from, to, true, 0);
    }

    private void mutate(
        int number,
        String f,
        @Nullable Object argument,
        @Nullable Object wanted,
        long from,
        long to,
        boolean fits,
        long expected) {
      var fate = random.nextInt(10);
      var applied = fits && fate != 0 && fate != 1;
      if (applied) {
        value = wanted;
        version += wanted == null ? 0 : 1;
      }
      // 0 is lost on the way there, 1 is refused, 2 and 3 lose the reply.
      var outcome =
          fate == 0 || fate == 2 || fate == 3 ? Outcome.INFO : applied ? Outcome.OK : Outcome.FAIL;
      add(number, f, argument, argument, outcome, from, to, wanted != null, expected);
    }

    private void add(
        int number,
        String f,
        @Nullable Object argument,
        @Nullable Object result,
        Outcome outcome,
        long from,
        long to,
        boolean versioned,
        long expected) {
      var told = workload.versions && versioned && outcome == Outcome.OK && value != null;
      var details = details(told ? version : 0, expected);
      var until = outcome == Outcome.INFO ? Long.MAX_VALUE : to;
      operations.add(operation(number, f, argument, result, outcome, from, until, details));
    }
  }

  /** 0 = none. */
  private static Details details(long version, long expected) {
    return new Details(
        version(version), version(expected), null, null, null, null, null, null, null, null, null);
  }

  private static @Nullable Version version(long number) {
    return number == 0 ? null : new Version(0, number);
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
  void aMutatedOperationIsJudgedAsByBruteForce(Workload workload) {
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
      var lenient =
          workload.expectations
              && operations.stream().anyMatch(each -> each.outcome() == Outcome.INFO);
      var number = round;
      assertEquals(
          expected || (lenient && report.holds()),
          report.holds(),
          () -> "seed " + seed + ", round " + number + ": " + report + "\n" + lines(operations));
      violated += expected ? 0 : 1;
      linearizable += expected ? 1 : 0;
    }
    assertTrue(violated > ROUNDS / 20, violated + " violated");
    assertTrue(linearizable > ROUNDS / 20, linearizable + " linearizable");
  }

  /** Lets one read return, or one write that took effect expect, something else. */
  private static void mutate(List<Operation> operations, Random random, Workload workload) {
    var start = random.nextInt(operations.size());
    for (var i = 0; i < operations.size(); i++) {
      var at = (start + i) % operations.size();
      var operation = operations.get(at);
      var version = 1 + random.nextInt(operations.size());
      if (operation.f().equals(Operation.READ)) {
        var other = random.nextInt(5) == 0 ? null : "v" + random.nextInt(4);
        var told = workload.versions && other != null;
        operations.set(at, changed(operation, other, details(told ? version : 0, 0)));
        return;
      }
      if (operation.ok() && operation.details().expected() != null) {
        var told = Objects.requireNonNull(operation.version()).number();
        operations.set(at, changed(operation, operation.result(), details(told, version)));
        return;
      }
    }
  }

  private static Operation changed(Operation operation, @Nullable Object result, Details details) {
    return operation(
        (int) operation.process(),
        operation.f(),
        operation.argument(),
        result,
        Outcome.OK,
        operation.invokedAt(),
        operation.returnedAt(),
        details);
  }

  private static String lines(List<Operation> operations) {
    var text = new StringBuilder();
    operations.forEach(each -> text.append(each).append('\n'));
    return text.toString();
  }
}
