package io.quorate.client.internal;

import io.quorate.client.OperationId;
import io.quorate.proto.v1.Error;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to an answer, over however many attempts. Only touched by the loop, but
 * for the finals.
 */
final class Call {
  private static final int HISTORY = 16;

  /** No retry is planned. */
  static final long NEVER = Long.MAX_VALUE;

  final Request request;
  final Scope scope;
  final CompletableFuture<Answer> answer = new CompletableFuture<>();
  final long started = System.nanoTime();

  /** Attempts that may still be answered, oldest first. */
  final List<Attempt> live = new ArrayList<>(1);

  private final ArrayDeque<String> history = new ArrayDeque<>(0);

  /** An attempt was sent and may have had, or still get, its effect; only ever set for writes. */
  boolean uncertain;

  boolean done;
  int retries;
  int redirects;
  int losses;
  int hedges;

  /** When to try again, as nanoseconds from {@link #started}. */
  long retryAt = NEVER;

  /** News of the cluster may wake it before {@link #retryAt}. */
  boolean wakeable;

  @Nullable Session session;
  long sequence;
  @Nullable Error lastError;

  /** Where the last attempt went; the next one goes elsewhere if it can. */
  @Nullable Node lastNode;

  @Nullable Future<?> timer;
  long timerAt;

  Call(Request request, Scope scope) {
    this.request = request;
    this.scope = scope;
  }

  boolean isWrite() {
    return request instanceof Request.Write;
  }

  long elapsed() {
    return System.nanoTime() - started;
  }

  /** On the scale of {@link #elapsed}. */
  long deadline() {
    return scope.deadline() - started;
  }

  void note(String attempt) {
    if (history.size() == HISTORY) {
      history.removeFirst();
    }
    history.addLast(attempt);
  }

  List<String> history() {
    return List.copyOf(history);
  }

  boolean mayHaveBeenSent() {
    return uncertain || (isWrite() && live.stream().anyMatch(Attempt::isSent));
  }

  @Nullable OperationId operationId() {
    return session == null ? null : new OperationId(session.id(), sequence);
  }
}
