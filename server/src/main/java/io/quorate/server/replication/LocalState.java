package io.quorate.server.replication;

import io.quorate.command.TermIndex;
import io.quorate.engine.Engine;
import io.quorate.engine.View;
import io.quorate.server.error.RequestException;
import io.quorate.store.StateReplacedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of this node as the rest of the server sees it: absent while it starts or is replaced,
 * gone for good once the node knows its data to be wrong. Waiters for an applied index are
 * completed on the executor, never on the apply thread.
 */
public final class LocalState implements Replica {
  private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);

  private final Executor executor;
  private final Object lock = new Object();

  // All below: written under lock, read anywhere.
  private volatile @Nullable Engine engine;
  private volatile TermIndex applied = TermIndex.NONE;
  private volatile long generation;
  private volatile @Nullable String haltedBecause;
  private final PriorityQueue<Waiter> waiters =
      new PriorityQueue<>((a, b) -> Long.compare(a.index, b.index));

  private record Waiter(long index, CompletableFuture<Void> future) {}

  public LocalState(Executor executor) {
    this.executor = executor;
  }

  /** The engine is open: from now on it serves. */
  void opened(Engine opened) {
    synchronized (lock) {
      engine = opened;
      generation++;
    }
    applied(opened.applied());
  }

  /**
   * Nothing can be read until the next {@link #opened}; waiters stay: the new state will reach
   * their index too.
   */
  void closed() {
    synchronized (lock) {
      engine = null;
      generation++;
    }
  }

  /**
   * This node knows its data to be wrong (or cannot go on): it serves none of it, for as long as
   * the process lives.
   */
  public void halt(String reason) {
    synchronized (lock) {
      if (haltedBecause == null) {
        haltedBecause = reason;
        LOG.error("this node halts: {}", reason);
      }
    }
    failWaiters(RequestException.corrupt(reason));
  }

  public @Nullable String haltedBecause() {
    return haltedBecause;
  }

  /** Whether a state is open, serving or not. */
  public boolean isOpen() {
    return engine != null;
  }

  /**
   * What the open state answers; empty when none is open, or it was closed under the question
   * because a full sync replaces it.
   */
  public <T> Optional<T> ask(Function<Engine, T> question) {
    Engine current = engine;
    if (current == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(question.apply(current));
    } catch (StateReplacedException replaced) {
      return Optional.empty();
    }
  }

  void applied(TermIndex position) {
    applied = position;
    List<CompletableFuture<Void>> due = null;
    synchronized (lock) {
      for (Waiter first; (first = waiters.peek()) != null && first.index <= position.index(); ) {
        waiters.poll();
        if (due == null) {
          due = new ArrayList<>();
        }
        due.add(first.future);
      }
    }
    if (due != null) {
      List<CompletableFuture<Void>> ready = due;
      executor.execute(() -> ready.forEach(future -> future.complete(null)));
    }
  }

  /** The node stops: nothing will be applied any more. */
  void stop() {
    failWaiters(RequestException.unavailable("the node is stopping"));
  }

  private void failWaiters(RequestException cause) {
    List<Waiter> all;
    synchronized (lock) {
      all = new ArrayList<>(waiters);
      waiters.clear();
    }
    all.forEach(waiter -> waiter.future.completeExceptionally(cause));
  }

  @Override
  public View view() {
    String halted = haltedBecause;
    if (halted != null) {
      throw RequestException.corrupt(halted);
    }
    return ask(Engine::view)
        .orElseThrow(
            () ->
                RequestException.unavailable(
                    "this node's state is being opened or replaced; try another node"));
  }

  @Override
  public TermIndex applied() {
    return applied;
  }

  @Override
  public TermIndex durable() {
    Engine current = engine;
    return current == null ? TermIndex.NONE : current.durable();
  }

  @Override
  public CompletableFuture<Void> awaitApplied(long index) {
    String halted = haltedBecause;
    if (halted != null) {
      return CompletableFuture.failedFuture(RequestException.corrupt(halted));
    }
    if (applied.index() >= index) {
      return CompletableFuture.completedFuture(null);
    }
    Waiter waiter = new Waiter(index, new CompletableFuture<>());
    synchronized (lock) {
      if (applied.index() >= index) {
        return CompletableFuture.completedFuture(null);
      }
      waiters.add(waiter);
    }
    // A caller that gives up (time-out) must not leave its waiter behind.
    var _ =
        waiter.future.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                synchronized (lock) {
                  waiters.remove(waiter);
                }
              }
            });
    return waiter.future;
  }

  @Override
  public long generation() {
    return generation;
  }
}
