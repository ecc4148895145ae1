package io.quorate.chaos.workload;

import io.quorate.client.Consistency;
import io.quorate.history.check.BoundedStaleness;
import io.quorate.history.check.Checker;
import java.time.Duration;
import java.util.List;

/**
 * A few keys that are written all the time, read from every node by reads that say how old they may
 * be, and by reads that take whatever there is: no claimed bound is ever broken. Recorded by the
 * clients themselves.
 */
public final class Staleness implements Workload {
  private static final int KEYS = 2;
  private static final int LONGEST_MS = 1_500;

  @Override
  public String name() {
    return "staleness";
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new BoundedStaleness());
  }

  @Override
  public int workers(int nodes) {
    return 1 + nodes;
  }

  @Override
  public Worker worker(Stage stage, int number) {
    return number == 0 ? writer(stage) : reader(stage, number);
  }

  private static Worker writer(Stage stage) {
    var kv = stage.recorded("writer").kv();
    var random = stage.random(0);
    return () ->
        kv.put(stage.key(Integer.toString(random.nextInt(KEYS))), Long.toString(System.nanoTime()));
  }

  private static Worker reader(Stage stage, int number) {
    var node = stage.node(number);
    var kv = stage.recorded("at-" + node, node).kv();
    var random = stage.random(number);
    return () -> {
      var level =
          random.nextInt(4) == 0
              ? Consistency.EVENTUAL
              : Consistency.bounded(Duration.ofMillis(1 + random.nextInt(LONGEST_MS)));
      // Refused rather than broken: then it has failed, as it should.
      kv.withConsistency(level).get(stage.key(Integer.toString(random.nextInt(KEYS))));
    };
  }
}
