package io.quorate.chaos.workload;

import io.quorate.history.check.Checker;
import java.util.List;

/** One kind of use of the store, and the promise that it puts to the test. For one run. */
public interface Workload {
  String name();

  /** What judges the recorded history. Each must have something to look at. */
  List<Checker> checkers();

  /** How many workers run at the same time, on a cluster of so many nodes. */
  default int workers(int nodes) {
    return 3;
  }

  /**
   * Steps that must succeed where {@code usual} of other workloads have to: fewer where one takes
   * long.
   */
  default int enough(int usual) {
    return usual;
  }

  /** Done once, while all is well, before any worker starts. */
  default void prepare(Stage stage) {}

  /** Worker {@code number}, counted from 0. */
  Worker worker(Stage stage, int number);

  /** Done once when all is well again and the workers have ended: reads in which a loss shows. */
  default void finish(Stage stage) {}
}
