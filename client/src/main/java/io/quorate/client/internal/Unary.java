package io.quorate.client.internal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.quorate.client.ErrorCode;
import io.quorate.client.Failure;
import io.quorate.client.Outcome;
import io.quorate.client.QuorateException;
import io.quorate.client.ReadPreference;
import io.quorate.proto.v1.Error;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Calls that do not travel on the stream: one question, one answer, the caller's thread waits. */
final class Unary {
  /** How long one node may take to answer a question before another is asked. */
  private static final long ATTEMPT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Backoff BACKOFF = new Backoff(10, 200);

  private final Core core;

  Unary(Core core) {
    this.core = core;
  }

  /** Asks what may be asked repeatedly: of one node after the other, until the deadline. */
  <Q, A> A ask(MethodDescriptor<Q, A> method, Q question, Duration timeout) {
    return call(method, question, timeout, true);
  }

  /** Sends what must not be sent twice: to another node only if it surely had no effect. */
  <Q, A> A send(MethodDescriptor<Q, A> method, Q command, Duration timeout) {
    return call(method, command, timeout, false);
  }

  private <Q, A> A call(
      MethodDescriptor<Q, A> method, Q request, Duration timeout, boolean repeatable) {
    var scope = new Scope(timeout.toNanos());
    var attempts = new ArrayList<String>();
    var last = "";
    for (var count = 0; ; count++) {
      var link = connect(scope, last);
      last = link.node().address();
      var remaining = scope.deadline() - System.nanoTime();
      try {
        return once(
            link.channel(),
            method,
            request,
            repeatable ? Math.min(ATTEMPT_NANOS, remaining) : remaining);
      } catch (StatusRuntimeException failed) {
        var error = Failures.error(failed.getTrailers());
        attempts.add(link.node() + ": " + Failures.text(failed.getStatus(), failed.getTrailers()));
        var again = repeatable ? isAnotherWorthAsking(error) : hadNoEffect(error);
        var delay = BACKOFF.delay(count);
        if (!again || remaining <= delay || Thread.currentThread().isInterrupted()) {
          throw exception(failed, error, repeatable, link.node().name, attempts);
        }
        LockSupport.parkNanos(delay);
      }
    }
  }

  /** Of the node at {@code address} only, over a connection of its own. */
  <Q, A> A askOf(String address, MethodDescriptor<Q, A> method, Q question, Duration timeout) {
    var channel = core.channels.open(address);
    try {
      return once(channel, method, question, timeout.toNanos());
    } catch (StatusRuntimeException failed) {
      var text = address + ": " + Failures.text(failed.getStatus(), failed.getTrailers());
      throw exception(
          failed,
          Failures.error(failed.getTrailers()),
          true,
          address,
          new ArrayList<>(List.of(text)));
    } finally {
      var unused = channel.shutdownNow();
    }
  }

  private Link connect(Scope scope, String except) {
    var remaining = Duration.ofNanos(Math.max(1, scope.deadline() - System.nanoTime()));
    var wanted = new Request.Connection(ReadPreference.PRIMARY_PREFERRED, except);
    return core.block(remaining, 0, inner -> core.calls.submit(wanted, inner)).link();
  }

  private static <Q, A> A once(
      Channel channel, MethodDescriptor<Q, A> method, Q request, long nanos) {
    var options = CallOptions.DEFAULT.withDeadlineAfter(Math.max(1, nanos), TimeUnit.NANOSECONDS);
    return ClientCalls.blockingUnaryCall(channel, method, options, request);
  }

  private static boolean isAnotherWorthAsking(@Nullable Error error) {
    return error == null
        || switch (error.getCode()) {
          case NOT_LEADER, UNAVAILABLE, OVERLOADED, TIMEOUT, DATA_CORRUPT -> true;
          default -> false;
        };
  }

  private static boolean hadNoEffect(@Nullable Error error) {
    return error != null
        && switch (error.getCode()) {
          case NOT_LEADER, UNAVAILABLE, OVERLOADED ->
              Failures.outcome(error) == io.quorate.proto.v1.Outcome.NOT_APPLIED;
          default -> false;
        };
  }

  private static QuorateException exception(
      StatusRuntimeException failed,
      @Nullable Error error,
      boolean repeatable,
      String node,
      List<String> attempts) {
    var code = error == null ? code(failed.getStatus()) : Failures.code(error.getCode());
    var unheard = failed.getStatus().getCode() == Status.Code.UNIMPLEMENTED;
    var outcome = repeatable || unheard ? Outcome.NOT_APPLIED : outcome(error);
    var message =
        error == null
            ? Failures.text(failed.getStatus(), failed.getTrailers())
            : error.getMessage();
    if (outcome == Outcome.UNKNOWN) {
      message += "; it may have been done: look at the status";
    }
    var failure =
        new Failure(
            code,
            outcome,
            message,
            isAnotherWorthAsking(error),
            Optional.empty(),
            error == null || error.getNode().isEmpty() ? node : error.getNode(),
            attempts,
            Optional.empty(),
            failed);
    return Failures.exception(failure, error == null ? Error.getDefaultInstance() : error);
  }

  private static Outcome outcome(@Nullable Error error) {
    if (error == null) {
      return Outcome.UNKNOWN;
    }
    return switch (Failures.outcome(error)) {
      case APPLIED -> Outcome.APPLIED;
      case NOT_APPLIED -> Outcome.NOT_APPLIED;
      default -> Outcome.UNKNOWN;
    };
  }

  private static ErrorCode code(Status status) {
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED -> ErrorCode.TIMEOUT;
      case CANCELLED -> ErrorCode.CANCELLED;
      case INVALID_ARGUMENT, UNIMPLEMENTED -> ErrorCode.INVALID_ARGUMENT;
      case RESOURCE_EXHAUSTED -> ErrorCode.TOO_LARGE;
      case INTERNAL, UNKNOWN, DATA_LOSS -> ErrorCode.INTERNAL;
      default -> ErrorCode.UNAVAILABLE;
    };
  }
}
