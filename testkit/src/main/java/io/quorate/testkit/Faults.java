package io.quorate.testkit;

import io.quorate.cli.local.LocalNode;
import io.quorate.cli.local.NodeProcess;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Turns what faults may throw into what tests need not declare. */
final class Faults {
  private Faults() {}

  /** Something that is done to a process or to the machine. */
  interface Deed {
    void run() throws Exception;
  }

  static void run(Deed deed) {
    call(
        () -> {
          deed.run();
          return true;
        });
  }

  static <T> T call(Callable<T> question) {
    try {
      return question.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  static Optional<ProcessHandle> process(LocalNode node) {
    return NodeProcess.find(node);
  }
}
