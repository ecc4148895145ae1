package io.quorate.server.node;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.CheckpointChunk;
import io.quorate.proto.v1.CheckpointCloseReply;
import io.quorate.proto.v1.CheckpointCloseRequest;
import io.quorate.proto.v1.CheckpointManifest;
import io.quorate.proto.v1.CheckpointOpenRequest;
import io.quorate.proto.v1.CheckpointReadRequest;
import io.quorate.server.error.RequestException;
import io.quorate.server.transfer.CheckpointServer;
import io.quorate.server.transfer.Chunk;
import io.quorate.server.transfer.ChunkStream;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The three checkpoint calls of the Node service. They block on the disk and on slow readers, so
 * they run on threads of their own, as many as {@link #MAX_CALLS} at once; more are answered
 * OVERLOADED. A stream holds one chunk beside what the transport buffers.
 */
public final class CheckpointCalls implements Closeable {
  /**
   * A reader has one stream open; the rest is for streams whose reader is gone and calls that wait
   * for a checkpoint.
   */
  private static final int MAX_CALLS = 8;

  /** A reader that takes nothing for so long does not keep a thread. */
  private static final Duration STALL_TIMEOUT = Duration.ofMinutes(1);

  private static final int RETRY_AFTER_MS = 1_000;

  private final CheckpointServer checkpoints;
  private final ExecutorService threads;

  public CheckpointCalls(CheckpointServer checkpoints) {
    this.checkpoints = checkpoints;
    this.threads =
        new ThreadPoolExecutor(
            0,
            MAX_CALLS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("checkpoint-send-", 0).factory());
  }

  public void open(CheckpointOpenRequest request, StreamObserver<CheckpointManifest> reply) {
    run(
        reply,
        () -> {
          reply.onNext(
              CheckpointWire.toWire(checkpoints.open(request.getGroupId(), request.getNodeId())));
          reply.onCompleted();
        });
  }

  public void read(CheckpointReadRequest request, StreamObserver<CheckpointChunk> reply) {
    ServerCallStreamObserver<CheckpointChunk> call =
        (ServerCallStreamObserver<CheckpointChunk>) reply;
    Readiness readiness = new Readiness(call);
    run(
        reply,
        () -> {
          try (ChunkStream chunks =
              checkpoints.read(request.getCheckpointId(), request.getFile(), request.getOffset())) {
            while (readiness.await()) {
              Optional<Chunk> chunk = chunks.next();
              if (chunk.isEmpty()) {
                call.onCompleted();
                return;
              }
              call.onNext(CheckpointWire.toWire(chunk.get()));
            }
          }
        });
  }

  public void close(CheckpointCloseRequest request, StreamObserver<CheckpointCloseReply> reply) {
    run(
        reply,
        () -> {
          checkpoints.close(request.getCheckpointId());
          reply.onNext(CheckpointCloseReply.getDefaultInstance());
          reply.onCompleted();
        });
  }

  /** Interrupts what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  @FunctionalInterface
  private interface Call {
    void run() throws IOException, InterruptedException;
  }

  private void run(StreamObserver<?> reply, Call call) {
    try {
      threads.execute(
          () -> {
            try {
              call.run();
            } catch (InterruptedException e) {
              reply.onError(CheckpointStatus.toWire(RequestException.unavailable("shutting down")));
            } catch (IOException | RuntimeException e) {
              reply.onError(CheckpointStatus.toWire(e));
            }
          });
    } catch (RejectedExecutionException e) {
      reply.onError(
          CheckpointStatus.toWire(
              RequestException.overloaded(RETRY_AFTER_MS, "too many checkpoint calls")));
    }
  }

  /** Lets the sending thread wait until the transport wants more. */
  private static final class Readiness {
    private final ServerCallStreamObserver<?> call;

    /** Made on the thread that the call came in on: handlers may only be set there. */
    Readiness(ServerCallStreamObserver<?> call) {
      this.call = call;
      call.setOnReadyHandler(this::changed);
      call.setOnCancelHandler(this::changed);
    }

    private synchronized void changed() {
      notifyAll();
    }

    /** False when the reader is gone, or alive and not reading. */
    synchronized boolean await() throws InterruptedException {
      long deadline = System.nanoTime() + STALL_TIMEOUT.toNanos();
      while (!call.isReady() && !call.isCancelled()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          call.onError(
              CheckpointStatus.toWire(
                  RequestException.unavailable("the reader took nothing in " + STALL_TIMEOUT)));
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return !call.isCancelled();
    }
  }
}
