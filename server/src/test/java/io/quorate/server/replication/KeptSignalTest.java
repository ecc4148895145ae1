package io.quorate.server.replication;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeptSignalTest {
  private final KeptSignal signal = new KeptSignal("test");

  @Test
  void aSignalThatComesBeforeTheWaitIsNotLost() throws InterruptedException {
    signal.signal();
    assertTrue(signal.await(20, TimeUnit.SECONDS));
  }

  @Test
  void manySignalsWakeOnce() throws InterruptedException {
    signal.signal();
    signal.signal();
    signal.await();
    assertFalse(signal.await(1, TimeUnit.MILLISECONDS));
  }

  @Test
  void aSignalEndsTheWait() throws InterruptedException {
    Thread signalling = Thread.ofPlatform().start(signal::signal);
    assertTrue(signal.await(20, TimeUnit.SECONDS));
    signalling.join();
  }

  @Test
  void noTimeIsNoWait() throws InterruptedException {
    assertFalse(signal.await(0, TimeUnit.MILLISECONDS));
    assertFalse(signal.await(-1, TimeUnit.MILLISECONDS));
  }
}
