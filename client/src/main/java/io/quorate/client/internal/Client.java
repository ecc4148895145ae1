package io.quorate.client.internal;

import io.quorate.client.Admin;
import io.quorate.client.Bytes;
import io.quorate.client.ClientSettings;
import io.quorate.client.Consistency;
import io.quorate.client.HistoryRecording;
import io.quorate.client.Kv;
import io.quorate.client.Leases;
import io.quorate.client.OperationId;
import io.quorate.client.QuorateClient;
import io.quorate.client.ReadPreference;
import io.quorate.client.Resolution;
import io.quorate.client.Topology;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Wires the parts together. Made by {@link io.quorate.client.QuorateClientBuilder} only. */
public final class Client implements QuorateClient {
  /**
   * How long closing waits for the session to be closed on the server too; otherwise it expires
   * there.
   */
  private static final Duration FAREWELL = Duration.ofMillis(250);

  private static final Bytes ANY_KEY = Bytes.utf8("ready");

  private final @Nullable HistoryLog log;
  private final Core core;
  private final KvCalls kvCalls;
  private final View view;
  private final Unary unary;
  private final AtomicBoolean closed = new AtomicBoolean();

  public Client(
      ClientSettings settings, @Nullable Executor callbacks, @Nullable HistoryRecording recording) {
    // First, because it may fail, and then no thread has been started.
    log = recording == null ? null : new HistoryLog(recording, settings);
    core = new Core(settings, callbacks);
    kvCalls = log == null ? new KvCalls(core) : new RecordedKvCalls(core, log);
    view = View.of(settings);
    unary = new Unary(core);
  }

  @Override
  public Kv kv() {
    return new KvView(core, kvCalls, view);
  }

  @Override
  public Leases leases() {
    return new LeasesView(core, new LeaseCalls(kvCalls), view);
  }

  @Override
  public Admin admin() {
    return new AdminView(unary, core.settings.timeout(), core.settings.clientName());
  }

  @Override
  public void awaitReady(Duration timeout) {
    var unused =
        kv().withConsistency(Consistency.LINEARIZABLE)
            .withPreference(ReadPreference.PRIMARY)
            .withTimeout(timeout)
            .get(ANY_KEY);
  }

  @Override
  public Resolution resolve(OperationId operation) {
    return core.block(view.timeout(), 0, scope -> kvCalls.resolve(operation, scope));
  }

  @Override
  public CompletableFuture<Resolution> resolveAsync(OperationId operation) {
    return core.async(view.timeout(), 0, scope -> kvCalls.resolve(operation, scope));
  }

  @Override
  public Topology topology() {
    return core.calls.members().topology();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    var farewell = new CountDownLatch(1);
    var asked = core.loop.later(() -> closeSession(farewell));
    await(asked ? farewell : new CountDownLatch(0), FAREWELL);
    var ended = new CountDownLatch(1);
    if (core.loop.later(
        () -> {
          try {
            core.calls.close();
          } finally {
            core.loop.close(core.channels::isQuiet);
            ended.countDown();
          }
        })) {
      await(ended, FAREWELL);
    }
    if (log != null) {
      log.close();
    }
  }

  private void closeSession(CountDownLatch done) {
    var closing = core.calls.sessions().close(FAREWELL.toNanos());
    if (closing == null) {
      done.countDown();
    } else {
      var unused = closing.whenComplete((answer, failure) -> done.countDown());
    }
  }

  /** An interrupt only shortens the farewell. */
  private static void await(CountDownLatch latch, Duration patience) {
    try {
      var unused = latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
