package io.quorate.server.replication;

import io.quorate.engine.Engine;
import java.time.Duration;

/**
 * Moves the durable index: flushes the engine's memtables, on its own thread, once enough bytes are
 * unflushed or they are old enough. There is no WAL: after a crash the Raft log is replayed from
 * the durable index.
 */
public final class StateFlusher implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final LocalState state;
  private final long flushBytes;
  private final long intervalNanos;
  private final Periodic thread;
  private long lastFlushNanos = System.nanoTime();

  public StateFlusher(LocalState state, long flushBytes, Duration interval) {
    this.state = state;
    this.flushBytes = flushBytes;
    this.intervalNanos = interval.toNanos();
    this.thread = new Periodic("quorate-flusher", LOOK, this::look);
  }

  private void look() {
    if (state.ask(this::flushIfDue).orElse(false)) {
      lastFlushNanos = System.nanoTime();
    }
  }

  private boolean flushIfDue(Engine engine) {
    if (engine.durable().equals(engine.applied())) {
      return false;
    }
    boolean due =
        engine.unflushedBytes() >= flushBytes
            || System.nanoTime() - lastFlushNanos >= intervalNanos;
    if (due) {
      engine.flush();
    }
    return due;
  }

  @Override
  public void close() {
    thread.close();
  }
}
