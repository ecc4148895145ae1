package io.quorate.server.proposal;

import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.ForwardResult;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.node.Cause;
import io.quorate.server.node.LeaderWatch;
import io.quorate.server.node.LinkException;
import io.quorate.server.node.Links;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hands writes to the leader over its link, on a node that does not lead. What surely had no effect
 * (no leader known, not sent, refused because the target does not lead or is not ready) is tried
 * again for at most {@link #PATIENCE} within the deadline; a write that was sent is never sent
 * again: without an answer its outcome is UNKNOWN. Any thread; never blocks.
 */
public final class Forwarder implements RemoteWrites {
  static final int MOST_WRITES = 20_000;
  static final long MOST_BYTES = 64L << 20;
  static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** For the link to say first whether a write that is out of time was sent. */
  private static final Duration GRACE = Duration.ofMillis(30);

  private final Replicator replicator;
  private final LeaderWatch watch;
  private final Links links;
  private final Executor gathering;
  private final ConcurrentHashMap<String, ForwarderLane> lanes = new ConcurrentHashMap<>();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * @param gathering runs, on the thread that calls it, what answers all callers of a frame
   */
  public Forwarder(Replicator replicator, Links links, LeaderWatch watch, Executor gathering) {
    this.gathering = gathering;
    this.replicator = replicator;
    this.watch = watch;
    this.links = links;
  }

  @Override
  public CompletableFuture<WriteReply> forward(WriteRequest request, Deadline deadline) {
    int size = request.getSerializedSize();
    boolean tooMany = writes.incrementAndGet() > MOST_WRITES;
    if (bytes.addAndGet(size) > MOST_BYTES || tooMany) {
      release(size);
      return CompletableFuture.failedFuture(
          RequestException.overloaded(
              20, "too many writes are on their way to the leader; at most " + MOST_WRITES));
    }
    Forwarded write = new Forwarded(request, deadline);
    attempt(write);
    return write
        .reply
        .orTimeout(deadline.remaining().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((_, _) -> release(size))
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(write.described(Cause.of(failure))));
  }

  private void release(int size) {
    writes.decrementAndGet();
    bytes.addAndGet(-size);
  }

  private void attempt(Forwarded write) {
    String leader = replicator.leadership().leader();
    if (leader.equals(replicator.self())) {
      write.reply.completeExceptionally(
          RequestException.notLeader(
              addressOf(leader), "this node has just become the leader: ask it again"));
    } else if (leader.isEmpty()) {
      again(write, RequestException.unavailable("no leader is known"));
    } else {
      lanes
          .computeIfAbsent(leader, id -> new ForwarderLane(id, links, this::settle, gathering))
          .add(write);
    }
  }

  /** The leader's answer, or what became of the frame. */
  private void settle(
      Forwarded write, @Nullable ForwardResult result, @Nullable Throwable failure) {
    if (result != null && result.hasReply()) {
      write.reply.complete(result.getReply());
    } else if (result != null) {
      settle(write, new RequestException(result.getError()));
    } else {
      settle(write, failure);
    }
  }

  private void settle(Forwarded write, @Nullable Throwable failure) {
    String leader = replicator.membership().nameOf(write.target);
    switch (failure) {
      case RequestException refused when isPassing(refused) -> again(write, refused);
      case RequestException refused -> write.reply.completeExceptionally(refused);
      case LinkException link when !link.sent() ->
          again(
              write,
              RequestException.unavailable(
                  "leader " + leader + " cannot be reached: " + link.getMessage()));
      case LinkException link when link.timedOut() ->
          write.reply.completeExceptionally(new TimeoutException(link.getMessage()));
      case null, default ->
          write.reply.completeExceptionally(
              RequestException.leadershipLost(
                  "sent to leader "
                      + leader
                      + ", which did not answer ("
                      + (failure == null ? "no result" : failure.getMessage())
                      + "): the write may still be applied; repeat it with the same session"
                      + " sequence, or resolve it"));
    }
  }

  private static boolean isPassing(RequestException refused) {
    ErrorCode code = refused.error().getCode();
    return refused.error().getOutcome() == Outcome.NOT_APPLIED
        && (code == ErrorCode.NOT_LEADER || code == ErrorCode.UNAVAILABLE);
  }

  /** Only for what surely had no effect. */
  private void again(Forwarded write, RequestException last) {
    write.sent = false;
    if (write.giveUp.remaining().compareTo(PAUSE) <= 0) {
      String leader = addressOf(replicator.leadership().leader());
      write.reply.completeExceptionally(
          new RequestException(
              RequestException.unavailable("not forwarded: " + last.error().getMessage())
                  .error()
                  .toBuilder()
                  .setLeader(leader)
                  .build()));
    } else if (!write.reply.isDone()) {
      var _ = watch.next(PAUSE).thenRun(() -> attempt(write));
    }
  }

  private String addressOf(String leader) {
    Membership membership = replicator.membership();
    return membership.peer(leader).map(PeerAddress::grpc).orElse("");
  }

  /** A write on its way. */
  static final class Forwarded {
    final WriteRequest request;
    final Deadline deadline;
    final Deadline giveUp;
    final CompletableFuture<WriteReply> reply = new CompletableFuture<>();
    volatile String target = "";

    /** It may have left this node: set before it does. */
    volatile boolean sent;

    Forwarded(WriteRequest request, Deadline deadline) {
      this.request = request;
      this.deadline = deadline;
      Deadline patience = Deadline.after(PATIENCE);
      this.giveUp = patience.remaining().compareTo(deadline.remaining()) < 0 ? patience : deadline;
    }

    /**
     * Goes alone in its frame: a frame is answered when all its writes are, so they must take about
     * the same time, and its answer must stay small.
     */
    boolean goesAlone() {
      Operation operation = request.getOperation();
      Concern concern = request.getConcern();
      return concern.getKind() != Concern.Kind.MAJORITY
          || concern.getApplied()
          || operation.hasTransaction()
          || operation.getPut().getReturnPrevious()
          || operation.getDelete().getReturnPrevious()
          || operation.hasResolve();
    }

    private Throwable described(Throwable failure) {
      return failure instanceof TimeoutException
          ? RequestException.timeout(
              sent ? Outcome.UNKNOWN : Outcome.NOT_APPLIED,
              sent
                  ? "the leader did not answer in time: the write may still be applied"
                  : "the write did not reach the leader in time")
          : failure;
    }
  }
}
