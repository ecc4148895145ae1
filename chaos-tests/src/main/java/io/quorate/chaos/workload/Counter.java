package io.quorate.chaos.workload;

import io.quorate.chaos.Await;
import io.quorate.client.Compare;
import io.quorate.client.Kv;
import io.quorate.client.Op;
import io.quorate.client.OpResult;
import io.quorate.client.Outcome;
import io.quorate.client.PreconditionFailedException;
import io.quorate.client.PutOptions;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import io.quorate.client.Resolution;
import io.quorate.client.SessionExpiredException;
import io.quorate.client.Transaction;
import io.quorate.history.Completion;
import io.quorate.history.Operation;
import io.quorate.history.Recorded;
import io.quorate.history.Recorder;
import io.quorate.history.check.Checker;
import io.quorate.history.check.Counters;
import io.quorate.history.check.Initial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A number that all workers count up, each by reading it and writing one more if nobody was faster.
 * Either an unknown outcome stays unknown; or calls have so little time that many end so, and each
 * is resolved: then every step counts exactly once or not at all, and it is known which.
 */
public final class Counter implements Workload {
  private static final Duration IMPATIENT = Duration.ofMillis(300);
  private static final Duration RESOLVED = Duration.ofMinutes(1);

  private final String name;
  private final boolean resolving;

  private Counter(String name, boolean resolving) {
    this.name = name;
    this.resolving = resolving;
  }

  public static Counter plain() {
    return new Counter("counter", false);
  }

  /** The one that resolves. */
  public static Counter exactlyOnce() {
    return new Counter("exactly-once", true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new Counters(Initial.ABSENT));
  }

  @Override
  public int workers(int nodes) {
    return 1 + nodes;
  }

  @Override
  public Worker worker(Stage stage, int number) {
    var client = number == 0 || resolving ? stage.client() : stage.client(stage.node(number));
    return new Client(stage, client, number);
  }

  private static String key(Stage stage) {
    return stage.key("sum");
  }

  private final class Client implements Worker {
    private final String key;
    private final QuorateClient client;
    private final Kv kv;
    private final Recorder recorder;
    private final SplittableRandom random;

    Client(Stage stage, QuorateClient client, int number) {
      this.key = key(stage);
      this.client = client;
      this.kv = resolving ? client.kv().withTimeout(IMPATIENT) : client.kv();
      this.recorder = stage.recorder("worker-" + number);
      this.random = stage.random(number);
    }

    @Override
    public void step() {
      if (random.nextInt(100) < 70) {
        add();
      } else {
        read(kv, key, recorder);
      }
    }

    private void add() {
      var add = recorder.invoke(Operation.ADD, key, 1L);
      try {
        if (!increment()) {
          add.fail();
          throw new NothingDoneException("somebody was faster");
        }
        add.ok(Completion.NONE);
      } catch (QuorateException e) {
        if (resolving && e.outcome() == Outcome.UNKNOWN) {
          settle(add, e);
        } else {
          Recording.failed(add, e);
        }
        throw e;
      }
    }

    /** False: somebody was faster. */
    private boolean increment() {
      var seen = kv.get(key).kv();
      long version = seen.map(pair -> pair.version()).orElse(0L);
      var next = Long.toString(seen.map(pair -> Long.parseLong(pair.valueString())).orElse(0L) + 1);
      if (random.nextBoolean()) {
        var transaction =
            Transaction.when(Compare.version(key).equalTo(version)).then(Op.put(key, next));
        return kv.transaction(transaction).succeeded();
      }
      try {
        kv.put(key, next, PutOptions.defaults().ifVersion(version));
        return true;
      } catch (PreconditionFailedException faster) {
        return false;
      }
    }

    private void settle(Recorded add, QuorateException unknown) {
      var operation = unknown.operationId().orElseThrow(() -> unknown);
      try {
        var resolution =
            Await.value(
                operation + " is resolved",
                RESOLVED,
                () -> Optional.of(client.resolve(operation)),
                () -> "no answer");
        if (tookEffect(resolution)) {
          add.ok(Completion.NONE);
        } else {
          add.fail();
        }
      } catch (SessionExpiredException gone) {
        add.info();
      }
    }
  }

  // A transaction whose comparison failed was carried out too, but wrote nothing.
  private static boolean tookEffect(Resolution resolution) {
    return resolution.applied()
        && resolution
            .result()
            .map(result -> !(result instanceof OpResult.Transaction each) || each.succeeded())
            .orElse(true);
  }

  private static void read(Kv kv, String key, Recorder recorder) {
    var read = recorder.invoke(Operation.READ, key, null);
    try {
      var found = kv.get(key);
      read.ok(
          found.valueString().map(Long::valueOf).orElse(0L),
          Recording.read(found.kv(), found.evidence(), "linearizable"));
    } catch (QuorateException e) {
      read.fail();
      throw e;
    }
  }

  @Override
  public void finish(Stage stage) {
    var recorder = stage.recorder("final");
    for (var node : stage.nodes()) {
      var kv = stage.client(node).kv();
      stage.insist(
          "the final count at " + node,
          () -> {
            read(kv, key(stage), recorder);
            return true;
          });
    }
  }
}
