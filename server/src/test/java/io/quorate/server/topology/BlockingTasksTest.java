package io.quorate.server.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.proto.v1.ErrorCode;
import io.quorate.server.error.RequestException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockingTasksTest {
  @Test
  void interruptsWhatRunsAndRefusesWhatComesOnceClosed() throws Exception {
    var tasks = new BlockingTasks("test-");
    var running = new CountDownLatch(1);
    var interrupted = new CompletableFuture<Boolean>();
    tasks.execute(
        () -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.complete(true);
          }
        });
    assertTrue(running.await(10, TimeUnit.SECONDS));
    tasks.close();
    assertTrue(interrupted.get(10, TimeUnit.SECONDS));
    var refusal =
        assertThrows(
            RequestException.class, () -> CompletableFuture.supplyAsync(() -> 1, tasks).join());
    assertEquals(ErrorCode.UNAVAILABLE, refusal.error().getCode());
  }
}
