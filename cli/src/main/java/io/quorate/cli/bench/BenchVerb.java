package io.quorate.cli.bench;

import io.quorate.cli.Verb;
import picocli.CommandLine.Mixin;

/** A load; the verbs differ in what it consists of. */
abstract class BenchVerb extends Verb {
  @Mixin private LoadOptions options = new LoadOptions();

  /** What the load consists of. */
  abstract Workload workload();

  @Override
  public final Integer call() throws InterruptedException {
    return new BenchRun(order(), terminal(), output()).run();
  }

  private Order order() {
    try {
      return options.order(workload(), root().timeout(), root().endpoints());
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }
}
