package io.quorate.chaos.workload;

import io.grpc.StatusRuntimeException;
import io.quorate.client.Bytes;
import io.quorate.client.Kv;
import io.quorate.client.PreconditionFailedException;
import io.quorate.client.PutOptions;
import io.quorate.client.QuorateClient;
import io.quorate.history.Completion;
import io.quorate.history.Operation;
import io.quorate.history.check.AcknowledgedWrites;
import io.quorate.history.check.Checker;
import io.quorate.history.check.Initial;
import io.quorate.history.check.LinearizableRegisters;
import io.quorate.history.check.SessionGuarantees;
import io.quorate.proto.v1.Consistency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keys that are read, written, compared and set, and deleted, by all workers at once: linearizable
 * key by key. Two workers have ordinary clients; one for each node calls that node alone, and reads
 * more than it writes; what they do is recorded by the clients themselves, with the version that a
 * compare-and-set expects. Another for each node reads without any client, which would give a node
 * up that is silent: its call is there when the node wakes up.
 */
public final class Registers implements Workload {
  private static final int ORDINARY = 2;
  private static final int AT_EACH = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int KEYS = 3;
  private static final int OPERATIONS = 300;
  private static final int AT_ONCE = 30;

  private final AtomicInteger operations = new AtomicInteger();

  @Override
  public String name() {
    return "registers";
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new LinearizableRegisters(Initial.ABSENT),
        new AcknowledgedWrites(),
        new SessionGuarantees());
  }

  @Override
  public int workers(int nodes) {
    return ORDINARY + AT_EACH * nodes;
  }

  @Override
  public Worker worker(Stage stage, int number) {
    if (number >= ORDINARY + stage.nodes().size()) {
      return stubborn(stage, number);
    }
    var ordinary = number < ORDINARY;
    var name = ordinary ? "any-" + number : "at-" + stage.node(number);
    var client = ordinary ? stage.recorded(name) : stage.recorded(name, stage.node(number));
    return new Client(stage, client, ordinary ? 40 : 80, number);
  }

  private Worker stubborn(Stage stage, int number) {
    var node = stage.node(number);
    var recorder = stage.recorder("stubborn-" + node);
    var random = stage.random(number);
    return () -> {
      var key = nextKey(stage, random).utf8();
      var read = recorder.invoke(Operation.READ, key, null);
      try {
        var seen = node.direct().get(key, Consistency.LINEARIZABLE, PATIENCE);
        read.ok(seen.value().orElse(null), Completion.NONE);
      } catch (StatusRuntimeException e) {
        read.fail();
        throw e;
      }
    };
  }

  /**
   * A few keys at a time, so that they are contended; new ones soon, so that what is unknown of the
   * old does not burden the search.
   */
  private Bytes nextKey(Stage stage, SplittableRandom random) {
    var generation = operations.getAndIncrement() / OPERATIONS;
    return key(stage, generation * KEYS + random.nextInt(KEYS));
  }

  private static Bytes key(Stage stage, int number) {
    return Bytes.utf8(stage.key(Integer.toString(number)));
  }

  private final class Client implements Worker {
    private final Stage stage;
    private final Kv kv;
    private final String values;
    private final int readPercent;
    private final SplittableRandom random;
    private final Map<Bytes, Long> seen = new HashMap<>();
    private int written;

    Client(Stage stage, QuorateClient client, int readPercent, int number) {
      this.stage = stage;
      this.kv = client.kv();
      this.readPercent = readPercent;
      this.values = number + "-";
      this.random = stage.random(number);
    }

    @Override
    public void step() {
      var key = nextKey(stage, random);
      if (random.nextInt(100) < readPercent) {
        kv.get(key).kv().ifPresent(found -> seen.put(key, found.version()));
        return;
      }
      switch (random.nextInt(10)) {
        case 0 -> {
          kv.delete(key);
          seen.remove(key);
        }
        case 1, 2, 3, 4 -> compareAndSet(key);
        default -> seen.put(key, kv.put(key, value()).version());
      }
    }

    private void compareAndSet(Bytes key) {
      try {
        var options = PutOptions.defaults().ifVersion(seen.getOrDefault(key, 0L));
        seen.put(key, kv.put(key, value(), options).version());
      } catch (PreconditionFailedException another) {
        kv.get(key)
            .kv()
            .ifPresentOrElse(now -> seen.put(key, now.version()), () -> seen.remove(key));
      }
    }

    private Bytes value() {
      return Bytes.utf8(values + written++);
    }
  }

  @Override
  public void finish(Stage stage) {
    var keys = (operations.get() / OPERATIONS + 1) * KEYS;
    for (var node : stage.nodes()) {
      var kv = stage.recorded("final-" + node, node).kv();
      for (var first = 0; first < keys; first += AT_ONCE) {
        var some = new ArrayList<Bytes>();
        for (var key = first; key < Math.min(keys, first + AT_ONCE); key++) {
          some.add(key(stage, key));
        }
        stage.insist("final reads at " + node, () -> kv.multiGet(some));
      }
    }
  }
}
