package io.quorate.chaos.workload;

import io.quorate.client.Bytes;
import io.quorate.client.Compare;
import io.quorate.client.KeyValue;
import io.quorate.client.Kv;
import io.quorate.client.Op;
import io.quorate.client.QuorateException;
import io.quorate.client.Transaction;
import io.quorate.history.Completion;
import io.quorate.history.Operation;
import io.quorate.history.Recorder;
import io.quorate.history.check.Checker;
import io.quorate.history.check.ListAppend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Transactions that read one to three lists of numbers and append to some of them, or do nothing
 * when another was faster: strictly serializable. Elle's workload.
 */
public final class ListAppends implements Workload {
  private static final int KEYS = 4;
  private static final int TRANSACTIONS = 80;
  private static final int MOST_KEYS = 3;

  private final AtomicInteger transactions = new AtomicInteger();
  private final AtomicLong elements = new AtomicLong();

  @Override
  public String name() {
    return "list-appends";
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new ListAppend());
  }

  @Override
  public int workers(int nodes) {
    return 1 + nodes;
  }

  @Override
  public Worker worker(Stage stage, int number) {
    var client = number == 0 ? stage.client() : stage.client(stage.node(number));
    return new Client(stage, client.kv(), number);
  }

  private static String key(Stage stage, int number) {
    return stage.key(Integer.toString(number));
  }

  /** Reads a list and perhaps appends to it. {@code element}: 0 = it only reads. */
  private record Step(String key, long element) {
    /** As in a history; {@code seen}: null = not known yet. */
    Stream<Object> described(Optional<List<Long>> seen) {
      Object read = Arrays.asList("r", key, seen.orElse(null));
      return element == 0
          ? Stream.of(read)
          : Stream.of(read, (Object) List.of("append", key, element));
    }
  }

  private final class Client implements Worker {
    private final Stage stage;
    private final Kv kv;
    private final Recorder recorder;
    private final SplittableRandom random;

    Client(Stage stage, Kv kv, int number) {
      this.stage = stage;
      this.kv = kv;
      this.recorder = stage.recorder("worker-" + number);
      this.random = stage.random(number);
    }

    @Override
    public void step() {
      var steps = plan();
      var asked = steps.stream().flatMap(step -> step.described(Optional.empty())).toList();
      var recorded = recorder.invoke(Operation.TXN, null, asked);
      try {
        var found = kv.multiGet(steps.stream().map(step -> Bytes.utf8(step.key())).toList()).kvs();
        if (!append(steps, found)) {
          recorded.fail();
          throw new NothingDoneException("another transaction was faster");
        }
        recorded.ok(described(steps, found), Completion.NONE);
      } catch (QuorateException e) {
        Recording.failed(recorded, e);
        throw e;
      }
    }

    private List<Step> plan() {
      var first = transactions.getAndIncrement() / TRANSACTIONS * KEYS;
      var count = 1 + random.nextInt(MOST_KEYS);
      var at = random.nextInt(KEYS);
      var steps = new ArrayList<Step>();
      for (var i = 0; i < count; i++) {
        var element = random.nextInt(100) < 60 ? elements.incrementAndGet() : 0;
        steps.add(new Step(key(stage, first + (at + i) % KEYS), element));
      }
      return steps;
    }

    /** False: another transaction was faster, and nothing happened. */
    private boolean append(List<Step> steps, List<Optional<KeyValue>> found) {
      var compares = new ArrayList<Compare>();
      var puts = new ArrayList<Op>();
      for (var i = 0; i < steps.size(); i++) {
        var step = steps.get(i);
        var version = found.get(i).map(KeyValue::version).orElse(0L);
        compares.add(Compare.version(step.key()).equalTo(version));
        if (step.element() != 0) {
          puts.add(Op.put(step.key(), appended(found.get(i), step.element())));
        }
      }
      // What only reads was read of one state.
      return puts.isEmpty()
          || kv.transaction(new Transaction(compares, puts, List.of())).succeeded();
    }
  }

  private static String appended(Optional<KeyValue> list, long element) {
    return list.map(kv -> kv.valueString() + " ").orElse("") + element;
  }

  private static List<Long> elements(Optional<KeyValue> list) {
    return list.stream()
        .flatMap(kv -> Stream.of(kv.valueString().split(" ")))
        .map(Long::valueOf)
        .toList();
  }

  private static List<Object> described(List<Step> steps, List<Optional<KeyValue>> found) {
    var micros = new ArrayList<Object>();
    for (var i = 0; i < steps.size(); i++) {
      steps.get(i).described(Optional.of(elements(found.get(i)))).forEach(micros::add);
    }
    return micros;
  }

  @Override
  public void finish(Stage stage) {
    var recorder = stage.recorder("final");
    var keys = (transactions.get() / TRANSACTIONS + 1) * KEYS;
    for (var node : stage.nodes()) {
      var kv = stage.client(node).kv();
      for (var first = 0; first < keys; first += KEYS) {
        var steps = new ArrayList<Step>();
        for (var key = first; key < first + KEYS; key++) {
          steps.add(new Step(key(stage, key), 0));
        }
        var asked = steps.stream().flatMap(step -> step.described(Optional.empty())).toList();
        var recorded = recorder.invoke(Operation.TXN, null, asked);
        var wanted = steps.stream().map(step -> Bytes.utf8(step.key())).toList();
        var found = stage.insist("final reads at " + node, () -> kv.multiGet(wanted).kvs());
        recorded.ok(described(steps, found), Completion.NONE);
      }
    }
  }
}
