package io.quorate.chaos.workload;

import io.quorate.client.Bytes;
import io.quorate.client.Compare;
import io.quorate.client.Consistency;
import io.quorate.client.KeyValue;
import io.quorate.client.Kv;
import io.quorate.client.Op;
import io.quorate.client.QuorateException;
import io.quorate.client.ScanOptions;
import io.quorate.client.Transaction;
import io.quorate.history.Completion;
import io.quorate.history.Operation;
import io.quorate.history.Recorder;
import io.quorate.history.check.BankTotals;
import io.quorate.history.check.Checker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Money goes from account to account, by transactions. However all accounts are read, at whatever
 * consistency, at once or by a scan in pages: the total is the same, because every read is of one
 * state.
 */
public final class Bank implements Workload {
  private static final int ACCOUNTS = 8;
  private static final int EACH = 100;
  private static final int PAGE = 3;
  private static final List<Consistency> LEVELS =
      List.of(
          Consistency.LINEARIZABLE,
          Consistency.LEASE,
          Consistency.SESSION,
          Consistency.EVENTUAL,
          Consistency.bounded(Duration.ofSeconds(2)));

  @Override
  public String name() {
    return "bank";
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new BankTotals());
  }

  @Override
  public int workers(int nodes) {
    return 1 + nodes;
  }

  @Override
  public void prepare(Stage stage) {
    var kv = stage.client().kv();
    var deposits =
        accounts(stage)
            .map(account -> Op.put(account, Bytes.utf8(Integer.toString(EACH))))
            .toList();
    stage.insist(
        "the accounts are opened",
        () -> kv.transaction(new Transaction(List.of(), deposits, List.of())));
    // A node that lags would show no accounts at all at the weaker levels.
    for (var node : stage.nodes()) {
      read(stage.client(node).kv(), stage, stage.recorder("opened-" + node));
    }
  }

  private static Stream<Bytes> accounts(Stage stage) {
    return IntStream.range(0, ACCOUNTS).mapToObj(number -> account(stage, number));
  }

  private static Bytes account(Stage stage, int number) {
    return Bytes.utf8(stage.key("account-" + number));
  }

  @Override
  public Worker worker(Stage stage, int number) {
    var client = number == 0 ? stage.client() : stage.client(stage.node(number));
    var recorder = stage.recorder("worker-" + number);
    var random = stage.random(number);
    return () -> {
      var dice = random.nextInt(100);
      var kv = client.kv();
      if (dice < 50) {
        transfer(kv, stage, random);
      } else if (dice < 80) {
        readAtOnce(level(kv, random), stage, recorder);
      } else {
        readByPages(level(kv, random), stage, recorder);
      }
    };
  }

  private static Kv level(Kv kv, SplittableRandom random) {
    return kv.withConsistency(LEVELS.get(random.nextInt(LEVELS.size())));
  }

  private static void transfer(Kv kv, Stage stage, SplittableRandom random) {
    var from = random.nextInt(ACCOUNTS);
    var to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    var keys = List.of(account(stage, from), account(stage, to));
    var found = kv.multiGet(keys).kvs().stream().map(each -> each.orElseThrow()).toList();
    var amount = Math.min(1 + random.nextInt(5), balance(found.get(0)));
    var transfer =
        Transaction.when(same(found.get(0)), same(found.get(1)))
            .then(
                Op.put(keys.get(0), changed(found.get(0), -amount)),
                Op.put(keys.get(1), changed(found.get(1), amount)));
    if (!kv.transaction(transfer).succeeded()) {
      throw new NothingDoneException("another transfer was faster");
    }
  }

  private static Compare same(KeyValue account) {
    return Compare.version(account.key()).equalTo(account.version());
  }

  private static Bytes changed(KeyValue account, long amount) {
    return Bytes.utf8(Long.toString(balance(account) + amount));
  }

  private static long balance(KeyValue account) {
    return Long.parseLong(account.valueString());
  }

  private static void readAtOnce(Kv kv, Stage stage, Recorder recorder) {
    record(
        recorder,
        () -> kv.multiGet(accounts(stage).toList()).kvs().stream().flatMap(each -> each.stream()));
  }

  private static void readByPages(Kv kv, Stage stage, Recorder recorder) {
    var options = ScanOptions.prefix(stage.key("account-")).withLimit(PAGE);
    record(
        recorder,
        () -> {
          var page = kv.scanPage(options);
          var all = page.kvs().stream();
          while (page.next().isPresent()) {
            page = kv.scanPage(options, page.next().get());
            all = Stream.concat(all, page.kvs().stream());
          }
          return all;
        });
  }

  private static void record(Recorder recorder, Supplier<Stream<KeyValue>> reading) {
    var recorded = recorder.invoke(Operation.BALANCES, null, null);
    try {
      Map<String, Long> balances = new LinkedHashMap<>();
      reading.get().forEach(account -> balances.put(account.keyString(), balance(account)));
      if (balances.isEmpty()) {
        recorded.fail();
        throw new NothingDoneException("a new node, whose state is from before the accounts");
      }
      recorded.ok(balances, Completion.NONE);
    } catch (QuorateException e) {
      recorded.fail();
      throw e;
    }
  }

  private static void read(Kv kv, Stage stage, Recorder recorder) {
    stage.insist(
        "all balances",
        () -> {
          readAtOnce(kv, stage, recorder);
          return true;
        });
  }

  @Override
  public void finish(Stage stage) {
    for (var node : stage.nodes()) {
      read(stage.client(node).kv(), stage, stage.recorder("final-" + node));
    }
  }
}
