package io.quorate.bench.micro;

import io.quorate.client.AsyncKv;
import io.quorate.client.Bytes;
import io.quorate.client.PutResult;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A closed loop of puts: each caller puts again where its last put ended, on the thread of the
 * client's socket. They go on until they are stopped, whether somebody waits for them or not.
 */
final class Callers implements BiConsumer<PutResult, Throwable> {
  private static final int CHOICES = 1024;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private record Choice(Bytes key, Bytes value) {}

  private final AsyncKv kv;
  private final int round;
  private final List<Choice> choices;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Semaphore rounds = new Semaphore(0);
  private volatile @Nullable Throwable failure;
  private volatile long clientNanos;
  private volatile boolean stopped;

  /** So many puts make a round. */
  Callers(AsyncKv kv, int round) {
    this.kv = kv;
    this.round = round;
    var puts = new Puts();
    choices =
        Stream.generate(puts::next)
            .limit(CHOICES)
            .map(put -> new Choice(Bytes.of(put.key().array()), Bytes.of(put.value().array())))
            .toList();
  }

  void start(int callers) {
    for (var i = 0; i < callers; i++) {
      put();
    }
  }

  void stop() {
    stopped = true;
  }

  /** Does not count what ended before. */
  void beginAnew() {
    var _ = rounds.drainPermits();
  }

  void awaitRound() throws InterruptedException {
    rounds.acquire();
    var failed = failure;
    if (failed != null) throw new IllegalStateException("a put failed", failed);
  }

  /** Processor time of the client's thread, all of its life up to the last round. */
  long clientNanos() {
    return clientNanos;
  }

  private void put() {
    var choice = choices.get(begun.getAndIncrement() & (CHOICES - 1));
    var _ = kv.put(choice.key, choice.value).whenComplete(this);
  }

  @Override
  public void accept(@Nullable PutResult result, @Nullable Throwable failed) {
    if (stopped) return;
    if (failed != null) {
      failure = failed;
      rounds.release();
      return;
    }
    put();
    if (ended.incrementAndGet() % round == 0) {
      clientNanos = THREADS.getCurrentThreadCpuTime();
      rounds.release();
    }
  }
}
