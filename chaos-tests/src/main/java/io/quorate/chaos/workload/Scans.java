package io.quorate.chaos.workload;

import io.quorate.client.KeyValue;
import io.quorate.client.Kv;
import io.quorate.client.QuorateException;
import io.quorate.client.ScanOptions;
import io.quorate.client.ScanPage;
import io.quorate.history.Completion;
import io.quorate.history.Operation;
import io.quorate.history.Recorder;
import io.quorate.history.check.Checker;
import io.quorate.history.check.ScanPages;
import java.util.List;
import java.util.function.Supplier;

/**
 * Scans page by page of keys that come and go all the time: each shows one state. A scan whose node
 * is lost says so, and begins anew.
 */
public final class Scans implements Workload {
  private static final int KEYS = 60;
  private static final int PAGE = 7;

  @Override
  public String name() {
    return "scans";
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new ScanPages());
  }

  @Override
  public int workers(int nodes) {
    return 1 + nodes;
  }

  @Override
  public Worker worker(Stage stage, int number) {
    return number == 0 ? writer(stage) : scanner(stage, number);
  }

  private static Worker writer(Stage stage) {
    var kv = stage.client().kv();
    var random = stage.random(0);
    return () -> {
      var key = stage.key("%02d".formatted(random.nextInt(KEYS)));
      if (random.nextInt(3) == 0) {
        kv.delete(key);
      } else {
        kv.put(key, Long.toString(random.nextLong()));
      }
    };
  }

  private static Worker scanner(Stage stage, int number) {
    var kv = stage.client(stage.node(number)).kv();
    var recorder = stage.recorder("scanner-" + number);
    var options = ScanOptions.prefix(stage.key("")).withLimit(PAGE);
    return new Scanner(kv, recorder, options);
  }

  private static final class Scanner implements Worker {
    private final Kv kv;
    private final Recorder recorder;
    private final ScanOptions options;
    private int scans;

    Scanner(Kv kv, Recorder recorder, ScanOptions options) {
      this.kv = kv;
      this.recorder = recorder;
      this.options = options;
    }

    @Override
    public void step() {
      var scan = "scan-" + scans++;
      var page = page(scan, () -> kv.scanPage(options));
      while (page.next().isPresent()) {
        var next = page.next().get();
        page = page(scan, () -> kv.scanPage(options, next));
      }
    }

    private ScanPage page(String scan, Supplier<ScanPage> call) {
      var recorded = recorder.invoke(Operation.SCAN, null, null);
      try {
        var page = call.get();
        recorded.ok(
            page.kvs().stream().map(KeyValue::keyString).toList(),
            Completion.page(scan, page.evidence().appliedIndex(), page.evidence().node()));
        return page;
      } catch (QuorateException e) {
        recorded.fail();
        throw e;
      }
    }
  }
}
