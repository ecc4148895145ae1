package io.quorate.client.internal;

import io.quorate.client.ClientSettings;
import io.quorate.client.ErrorCode;
import io.quorate.client.Failure;
import io.quorate.client.OperationId;
import io.quorate.client.Outcome;
import io.quorate.client.QuorateException;
import io.quorate.proto.v1.CloseSession;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.OpenSession;
import io.quorate.proto.v1.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens a session when the first write needs one, and another when it expired or was idle for half
 * its time to live. Only touched by the loop.
 */
final class Sessions {
  private final ClientSettings settings;
  private final Calls calls;
  private final List<Call> waiting = new ArrayList<>();
  private @Nullable Session current;
  private @Nullable Scope opening;

  Sessions(ClientSettings settings, Calls calls) {
    this.settings = settings;
    this.calls = calls;
  }

  /**
   * Gives the call its sequence, once. False: it waits for a session and will be attempted when
   * there is one.
   */
  boolean enter(Call call) {
    if (call.session != null) {
      return true;
    }
    var now = System.nanoTime();
    var session = current;
    if (session != null && !session.isStale(now)) {
      call.session = session;
      call.sequence = session.begin(now);
      return true;
    }
    current = null;
    waiting.add(call);
    open();
    return false;
  }

  /** Opening bears repetition: a session that nobody uses expires. */
  private void open() {
    if (opening != null) {
      return;
    }
    var operation =
        Operation.newBuilder()
            .setOpenSession(OpenSession.newBuilder().setClient(settings.clientName()))
            .build();
    var scope = new Scope(settings.timeout().toNanos());
    opening = scope;
    var unused =
        calls
            .submit(new Request.Write(operation, Concern.getDefaultInstance(), false), scope)
            .whenComplete(this::opened);
  }

  private void opened(@Nullable Answer answer, @Nullable Throwable failed) {
    opening = null;
    var failure = failed;
    if (answer != null) {
      var result = answer.reply().getWrite().getResult().getSession();
      if (result.getSessionId() == 0) {
        // Sequences without a session would not be remembered by anybody.
        failure =
            Failures.exception(
                Failure.of(
                    ErrorCode.INTERNAL, Outcome.UNKNOWN, "the node answered without a session id"));
      } else {
        current =
            new Session(
                result.getSessionId(),
                TimeUnit.MILLISECONDS.toNanos(result.getTtlMs()),
                System.nanoTime());
      }
    }
    var calling = List.copyOf(waiting);
    waiting.clear();
    for (var call : calling) {
      if (failure instanceof QuorateException refused) {
        refused.attempts().forEach(call::note);
        calls.sessionRefused(call, refused);
      } else {
        calls.attempt(call);
      }
    }
  }

  /** Tells a call that waits for a session in vain what stood in the way. */
  void explain(Call call) {
    var scope = opening;
    var open = scope == null ? null : scope.current();
    if (open != null && waiting.contains(call)) {
      open.history().forEach(call::note);
      call.lastError = open.lastError;
    }
  }

  /** A call has ended: its sequence is settled, or held for {@code resolve}. */
  void ended(Call call, boolean unknown) {
    var session = call.session;
    if (session == null) {
      return;
    }
    if (unknown) {
      session.endUnknown(call.sequence);
    } else {
      session.end(call.sequence);
    }
    var error = call.lastError;
    if (error != null
        && error.getCode() == io.quorate.proto.v1.ErrorCode.SESSION_EXPIRED
        && session == current) {
      current = null;
    }
  }

  /** The operation's fate is known to the caller now. */
  void resolved(OperationId operation) {
    var session = current;
    if (session != null && session.id() == operation.sessionId()) {
      session.end(operation.sequence());
    }
  }

  /**
   * Closes the session on the server, unless operations are in flight or wait there to be resolved;
   * null when there is nothing to do.
   */
  @Nullable CompletableFuture<Answer> close(long patienceNanos) {
    var session = current;
    current = null;
    if (session == null || !session.isSettled()) {
      return null;
    }
    var operation =
        Operation.newBuilder()
            .setCloseSession(CloseSession.newBuilder().setSessionId(session.id()))
            .build();
    return calls.submit(
        new Request.Write(operation, Concern.getDefaultInstance(), false),
        new Scope(patienceNanos));
  }
}
