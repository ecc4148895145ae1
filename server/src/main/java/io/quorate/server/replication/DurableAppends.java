package io.quorate.server.replication;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.slf4j.Logger;

/**
 * Lets a follower acknowledge only entries that its log holds, fsynced, in the term in which it was
 * asked.
 */
/*
 * Ratis 3.3.0 acknowledges more than that (docs/design/007-durable-appends.md):
 *
 * - An append that begins at the same index as one under way counts as the same one, however many
 *   entries it has (NavigableIndices.alreadyExists): entries are acknowledged that were never
 *   appended. The leader then believes in them for the whole term, and sends heartbeats for ever.
 *   Switching the composition of appends off avoids that; what follows is true without it.
 * - An append of entries that are all in the log already is acknowledged at once, fsynced or not.
 * - The term is checked under a lock and the entries are appended after it was released. A vote for
 *   a later leader that lacks the entries, or entries of that leader, may come between.
 *
 * So appends with entries are let in one after the other, whichever connection they come by, and a
 * success is looked at once more on its way out. A success that is not true (yet) becomes
 * INCONSISTENCY, upon which the leader sends again.
 */
final class DurableAppends implements ServerInterceptor {
  private final FollowerLog log;
  private final Logger words;
  private final Object appending = new Object();

  /** Of appends with entries, in the order in which they were let in. */
  @GuardedBy("appending")
  private long lastNumber;

  /** The last append that replaces entries of an older term. */
  private volatile long truncatedBy;

  /** All that was let in up to this one is on the disk. */
  private volatile long settled;

  /**
   * @param words for what it refuses
   */
  DurableAppends(FollowerLog log, Logger words) {
    this.log = log;
    this.words = words;
  }

  /**
   * An append that was let in.
   *
   * @param extendsLog whether some of its entries were new; Ratis then acknowledges it after their
   *     fsync, and all that was let in before is written before them
   */
  private record Asked(long number, long term, TermIndex last, boolean extendsLog) {}

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Answers<Q, R> answers = new Answers<>(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(answers, headers)) {
      private boolean startsElection;

      @Override
      public void onMessage(Q message) {
        startsElection = message instanceof StartLeaderElectionRequestProto;
        if (message instanceof AppendEntriesRequestProto append && append.getEntriesCount() > 0) {
          synchronized (appending) {
            answers.asked(append.getServerRequest().getCallId(), letIn(append));
            super.onMessage(message);
          }
        } else {
          super.onMessage(message);
        }
      }

      // A unary call runs here.
      @Override
      public void onHalfClose() {
        if (startsElection) {
          whileNothingIsAppended(
              () -> {
                super.onHalfClose();
                return true;
              });
        } else {
          super.onHalfClose();
        }
      }
    };
  }

  /**
   * For an election of this node: it must not begin between the check and the append of another.
   */
  <T> T whileNothingIsAppended(Supplier<T> task) {
    synchronized (appending) {
      return task.get();
    }
  }

  @GuardedBy("appending")
  private Asked letIn(AppendEntriesRequestProto append) {
    long number = ++lastNumber;
    long next = log.nextIndex();
    for (LogEntryProto entry : append.getEntriesList()) {
      if (entry.getIndex() >= next) {
        break;
      }
      if (!log.contains(TermIndex.valueOf(entry))) {
        truncatedBy = number;
        next = entry.getIndex();
        break;
      }
    }
    TermIndex last = TermIndex.valueOf(append.getEntries(append.getEntriesCount() - 1));
    return new Asked(number, append.getLeaderTerm(), last, last.getIndex() >= next);
  }

  private boolean isTrue(Asked asked) {
    if (asked.extendsLog()) {
      settle(asked.number());
    } else if (truncatedBy > settled || log.flushedIndex() < asked.last().getIndex()) {
      return false;
    }
    return log.contains(asked.last()) && log.isInTerm(asked.term());
  }

  private void settle(long number) {
    synchronized (this) {
      settled = Math.max(settled, number);
    }
  }

  /** What is said on one call. */
  private final class Answers<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final Map<Long, Asked> asked = new ConcurrentHashMap<>();

    Answers(ServerCall<Q, R> call) {
      super(call);
    }

    void asked(long callId, Asked append) {
      asked.put(callId, append);
    }

    @Override
    public void sendMessage(R message) {
      super.sendMessage(
          message instanceof AppendEntriesReplyProto reply && !reply.getIsHearbeat()
              ? truth(reply)
              : message);
    }

    @SuppressWarnings("unchecked") // a reply stays a reply
    private R truth(AppendEntriesReplyProto reply) {
      Asked append = asked.remove(reply.getServerReply().getCallId());
      if (reply.getResult() != AppendResult.SUCCESS || (append != null && isTrue(append))) {
        return (R) reply;
      }
      long flushed = log.flushedIndex();
      words.info(
          "not acknowledged: {} is not (yet) held by this node, whose log is written up to {}",
          append == null ? reply.getMatchIndex() : append.last(),
          flushed);
      return (R)
          reply.toBuilder()
              .setResult(AppendResult.INCONSISTENCY)
              .setNextIndex(Math.min(flushed + 1, reply.getNextIndex()))
              .setMatchIndex(RaftLog.INVALID_LOG_INDEX)
              .build();
    }

    @Override
    public void close(Status status, Metadata trailers) {
      asked.clear();
      super.close(status, trailers);
    }
  }
}
