package io.quorate.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.ScanPage;
import io.quorate.server.error.RequestException;
import io.quorate.server.read.Reads.PinnedScan;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One Kv.Scan: reads a page only when the transport asks for more, so a slow reader holds one page
 * and one pinned state, and the latter only for as long as it keeps reading.
 */
final class ScanStream {
  private final ServerCallStreamObserver<ScanPage> pages;
  private final StatusMapper errors;
  private final Duration stall;
  private final Pump pump = new Pump(Futures.VIRTUAL_THREADS, this::step);
  private volatile @Nullable PinnedScan opened;
  private volatile @Nullable Throwable failure;
  private volatile long progressedAt = System.nanoTime();

  // Only touched by the pump.
  private boolean ended;
  private boolean unpinned;

  ScanStream(ServerCallStreamObserver<ScanPage> pages, StatusMapper errors, Duration stall) {
    this.pages = pages;
    this.errors = errors;
    this.stall = stall;
  }

  void start(Supplier<CompletableFuture<PinnedScan>> open) {
    pages.setOnReadyHandler(pump::signal);
    pages.setOnCancelHandler(
        () -> {
          failure = RequestException.unavailable("the caller has gone");
          pump.signal();
        });
    Futures.whenDone(
        Futures.callOnVirtualThread(open),
        (pinned, cause) -> {
          opened = pinned;
          if (cause != null) {
            failure = cause;
          }
          pump.signal();
        });
    watch();
  }

  private void step() {
    Throwable cause = failure;
    if (cause != null) {
      end(() -> pages.onError(errors.toStatus(cause)));
      return;
    }
    PinnedScan source = opened;
    while (!ended && source != null && failure == null && pages.isReady()) {
      try {
        ScanPage page = source.next();
        pages.onNext(page);
        progressedAt = System.nanoTime();
        if (page.getNextPage().isEmpty()) {
          end(pages::onCompleted);
        }
      } catch (RuntimeException e) {
        end(() -> pages.onError(errors.toStatus(e)));
      }
    }
  }

  /** Comes here once more when the scan is opened only after its end. */
  private void end(Runnable reply) {
    PinnedScan pinned = opened;
    if (pinned != null && !unpinned) {
      unpinned = true;
      pinned.close();
    }
    if (!ended) {
      ended = true;
      reply.run();
    }
  }

  private void watch() {
    long idle = System.nanoTime() - progressedAt;
    CompletableFuture.delayedExecutor(
            Math.max(1, stall.toNanos() - idle), TimeUnit.NANOSECONDS, Futures.VIRTUAL_THREADS)
        .execute(
            () -> {
              if (System.nanoTime() - progressedAt >= stall.toNanos()) {
                failure =
                    RequestException.of(
                        ErrorCode.PAGE_EXPIRED,
                        Outcome.NOT_APPLIED,
                        "nothing was read for "
                            + stall.toSeconds()
                            + " s; scan again from the last key");
                pump.signal();
              } else {
                watch();
              }
            });
  }
}
