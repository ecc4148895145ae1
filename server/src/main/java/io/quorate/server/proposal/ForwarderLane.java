package io.quorate.server.proposal;

import io.quorate.proto.v1.ForwardRequest;
import io.quorate.proto.v1.ForwardResult;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.server.error.Deadline;
import io.quorate.server.node.Cause;
import io.quorate.server.node.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Packs the writes for one leader into frames. A thread of its own drains the queue: while it
 * starts, or packs a frame, the rest of a client's burst arrives, so frames grow under load and a
 * lone write does not linger. The queue is bounded by the forwarder.
 */
final class ForwarderLane {
  private static final int FRAME_WRITES = 512;
  private static final int FRAME_BYTES = 1 << 20;

  /** Takes a result, a failure, or neither when the answer had no result for this write. */
  interface Settler {
    void settle(
        Forwarder.Forwarded write, @Nullable ForwardResult result, @Nullable Throwable failure);
  }

  private final String leader;
  private final Links links;
  private final Settler settler;
  private final Executor gathering;
  private final ConcurrentLinkedQueue<Forwarder.Forwarded> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  ForwarderLane(String leader, Links links, Settler settler, Executor gathering) {
    this.gathering = gathering;
    this.leader = leader;
    this.links = links;
    this.settler = settler;
  }

  void add(Forwarder.Forwarded write) {
    write.target = leader;
    queue.add(write);
    if (waiting.getAndIncrement() == 0) {
      Thread.ofVirtual().name("quorate-forward").start(this::drain);
    }
  }

  private void drain() {
    int sent;
    do {
      sent = sendFrame();
    } while (waiting.addAndGet(-sent) > 0);
  }

  /** Returns how many writes it took from the queue, at least one. */
  private int sendFrame() {
    List<Forwarder.Forwarded> frame = new ArrayList<>();
    int bytes = 0;
    int taken = 0;
    for (Forwarder.Forwarded next = queue.peek(); next != null; next = queue.peek()) {
      bytes += next.request.getSerializedSize();
      boolean full = frame.size() == FRAME_WRITES || bytes > FRAME_BYTES || next.goesAlone();
      if (full && !frame.isEmpty()) {
        break;
      }
      queue.remove();
      taken++;
      if (!next.reply.isDone()) {
        frame.add(next);
      }
      if (next.goesAlone()) {
        break;
      }
    }
    if (!frame.isEmpty()) {
      send(frame);
    }
    return taken;
  }

  private void send(List<Forwarder.Forwarded> writes) {
    var forward = ForwardRequest.newBuilder();
    Deadline last = writes.getFirst().deadline;
    for (Forwarder.Forwarded write : writes) {
      long left = Math.max(1, write.deadline.remaining().toMillis());
      forward.addWrites(
          write.request.toBuilder().setTimeoutMs((int) Math.min(left, Integer.MAX_VALUE)));
      if (write.deadline.nanoTime() - last.nanoTime() > 0) {
        last = write.deadline;
      }
      write.sent = true;
    }
    var _ =
        links
            .ask(leader, LinkFrame.newBuilder().setForward(forward).build(), last)
            .whenComplete(
                (answer, failure) -> gathering.execute(() -> settle(writes, answer, failure)));
  }

  private void settle(
      List<Forwarder.Forwarded> writes, @Nullable LinkFrame answer, @Nullable Throwable failure) {
    Throwable cause = failure == null ? null : Cause.of(failure);
    List<ForwardResult> results =
        answer == null ? List.of() : answer.getForwarded().getResultsList();
    for (int i = 0; i < writes.size(); i++) {
      settler.settle(writes.get(i), i < results.size() ? results.get(i) : null, cause);
    }
  }
}
