package io.quorate.cli.bench.load;

import java.util.concurrent.CountDownLatch;

/** Sends operations from its start until it is stopped. */
interface Generator {
  void start();

  /** Sends no more; what is outstanding comes to its end. */
  void stop();

  /** Opens when it was stopped and nothing is outstanding. */
  CountDownLatch idle();

  /** After it was stopped: operations that have not ended. */
  long unfinished();
}
