package io.quorate.server.read;

import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Proposed;
import io.quorate.command.TermIndex;
import io.quorate.engine.Engine;
import io.quorate.engine.View;
import io.quorate.server.replication.Replica;
import io.quorate.store.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/** A real engine to which the test applies entries. */
final class EngineReplica implements Replica, AutoCloseable {
  volatile long generation = 1;

  /** Runs before each view is taken. */
  volatile Runnable onView = () -> {};

  /** What {@link #applied} claims beyond the engine, as after a reopening that fell back. */
  volatile long claimed;

  private final Engine engine;
  private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> waiters =
      new ConcurrentSkipListMap<>();

  EngineReplica(Path folder) {
    this.engine = Engine.open(folder, StoreOptions.SMALL);
  }

  void put(long term, long index, String key, String value) {
    apply(term, index, new Command.Put(Bytes.utf8(key), Bytes.utf8(value)));
  }

  void apply(long term, long index, Command command) {
    engine.apply(term, index, new Entry(index, index, List.of(Proposed.of(command))));
    Map<Long, CompletableFuture<Void>> due = waiters.headMap(index, true);
    due.values().forEach(waiter -> waiter.complete(null));
    due.clear();
  }

  int waiting() {
    return waiters.size();
  }

  @Override
  public View view() {
    onView.run();
    return engine.view();
  }

  @Override
  public TermIndex applied() {
    TermIndex applied = engine.applied();
    return claimed > applied.index() ? new TermIndex(applied.term(), claimed) : applied;
  }

  @Override
  public TermIndex durable() {
    return engine.durable();
  }

  @Override
  public CompletableFuture<Void> awaitApplied(long index) {
    return applied().index() >= index
        ? CompletableFuture.completedFuture(null)
        : waiters.computeIfAbsent(index, _ -> new CompletableFuture<>());
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public void close() {
    engine.close();
  }
}
