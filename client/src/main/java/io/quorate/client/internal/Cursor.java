package io.quorate.client.internal;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.quorate.client.ErrorCode;
import io.quorate.client.Evidence;
import io.quorate.client.Failure;
import io.quorate.client.KeyValue;
import io.quorate.client.Outcome;
import io.quorate.client.QuorateException;
import io.quorate.client.ScanCursor;
import io.quorate.client.ScanOptions;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.ScanPage;
import io.quorate.proto.v1.ScanRequest;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A streamed scan. The next page is asked for when one is taken, so at most two are here. Until the
 * first page has come a failure is retried on another node; after it the state is bound to the
 * node, and its loss ends the scan.
 */
final class Cursor implements ScanCursor {
  /** What the stream delivers: a page, or its end. */
  private record Event(
      @Nullable ScanPage page, @Nullable Status status, @Nullable Metadata trailers) {}

  private static final Backoff BACKOFF = new Backoff(5, 200);

  private final Core core;
  private final View view;
  private final ScanRequest request;
  private final ArrayDeque<KeyValue> pairs = new ArrayDeque<>();
  private @Nullable Stream stream;
  private @Nullable Evidence evidence;
  private boolean iterated;
  private boolean finished;
  private String failedAt = "";
  private int failures;

  Cursor(Core core, View view, ScanOptions options) {
    this.core = core;
    this.view = view;
    var timeoutMs = (int) Math.min(Integer.MAX_VALUE, view.timeout().toMillis());
    request =
        Encode.scan(options).toBuilder()
            .setOptions(
                KvCalls.readOptions(view, core.token.get()).toBuilder().setTimeoutMs(timeoutMs))
            .build();
  }

  @Override
  public Iterator<KeyValue> iterator() {
    if (iterated) {
      throw new IllegalStateException("a scan is read once; start another");
    }
    iterated = true;
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (pairs.isEmpty() && !finished) {
          fetch();
        }
        return !pairs.isEmpty();
      }

      @Override
      public KeyValue next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return pairs.removeFirst();
      }
    };
  }

  @Override
  public Evidence evidence() {
    while (evidence == null && !finished) {
      fetch();
    }
    var known = evidence;
    if (known == null) {
      throw new IllegalStateException("the scan was closed before its first page came");
    }
    return known;
  }

  /** Waits for one page, or the end. */
  private void fetch() {
    var scope = new Scope(view.timeout().toNanos());
    while (true) {
      var from = stream;
      if (from == null) {
        from = connect();
        stream = from;
      }
      var event = from.take(scope.deadline());
      if (event != null && event.page() != null) {
        accept(event.page(), from);
        return;
      }
      if (event != null && event.status() != null && event.status().isOk()) {
        finished = true;
        return;
      }
      var failure = failure(event, from);
      var lost = event != null && Failures.error(event.trailers()) == null;
      if (evidence != null
          || !(lost || failure.retryable())
          || System.nanoTime() - scope.deadline() >= 0) {
        close();
        throw failure;
      }
      stream = null;
      failedAt = from.address;
      LockSupport.parkNanos(BACKOFF.delay(failures++));
    }
  }

  private void accept(ScanPage page, Stream from) {
    if (evidence == null) {
      evidence = Decode.evidence(page.getEvidence());
      core.token.saw(evidence.token());
    }
    pairs.addAll(Decode.keyValues(page.getKvsList()));
    from.more();
  }

  private Stream connect() {
    var answer =
        core.block(
            view.timeout(),
            0,
            scope -> core.calls.submit(new Request.Connection(view.preference(), failedAt), scope));
    return new Stream(answer.link());
  }

  private QuorateException failure(@Nullable Event event, Stream from) {
    from.cancel();
    var error = event == null ? null : Failures.error(event.trailers());
    if (error != null) {
      return exception(Failures.code(error.getCode()), error.getMessage(), from, error);
    }
    if (event == null || event.status() == null) {
      return exception(
          ErrorCode.TIMEOUT, "no page within " + view.timeout().toMillis() + " ms", from, null);
    }
    var why = Failures.text(event.status(), event.trailers());
    return evidence == null
        ? exception(ErrorCode.UNAVAILABLE, why, from, null)
        : exception(
            ErrorCode.PAGE_EXPIRED,
            "the node that pinned the scanned state was lost; scan again: " + why,
            from,
            null);
  }

  private static QuorateException exception(
      ErrorCode code, String message, Stream from, @Nullable Error error) {
    var failure =
        new Failure(
            code,
            Outcome.NOT_APPLIED,
            message,
            code == ErrorCode.UNAVAILABLE
                || code == ErrorCode.NOT_LEADER
                || code == ErrorCode.TIMEOUT,
            Optional.empty(),
            from.node,
            List.of(from.node + ": " + message),
            Optional.empty(),
            null);
    return Failures.exception(failure, error == null ? Error.getDefaultInstance() : error);
  }

  @Override
  public void close() {
    finished = true;
    pairs.clear();
    if (stream != null) {
      stream.cancel();
    }
  }

  /** The gRPC call. */
  private final class Stream extends ClientCall.Listener<ScanPage> {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ClientCall<ScanRequest, ScanPage> call;
    private final String node;
    private final String address;

    Stream(Link link) {
      node = link.node().toString();
      address = link.node().address();
      call = link.channel().newCall(KvGrpc.getScanMethod(), CallOptions.DEFAULT);
      call.start(this, new Metadata());
      call.sendMessage(request);
      call.halfClose();
      call.request(2);
    }

    @Nullable Event take(long deadline) {
      try {
        return events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        cancel();
        throw exception(ErrorCode.CANCELLED, "interrupted", this, null);
      }
    }

    void more() {
      call.request(1);
    }

    void cancel() {
      call.cancel("the scan was closed", null);
    }

    @Override
    public void onMessage(ScanPage page) {
      events.add(new Event(page, null, null));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      events.add(new Event(null, status, trailers));
    }
  }
}
