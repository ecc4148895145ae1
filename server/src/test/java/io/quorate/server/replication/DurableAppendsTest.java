package io.quorate.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class DurableAppendsTest {
  private static final long TERM = 2;

  private final FakeLog log = new FakeLog();
  private final DurableAppends appends = new DurableAppends(log, NOPLogger.NOP_LOGGER);
  private final Connection connection = new Connection();

  @Test
  void passesOnWhatIsTrue() {
    log.add(TERM, 0, 4);
    connection.asks(1, TERM, 5, 7);
    log.add(TERM, 5, 7);
    log.flushed = 7;

    AppendEntriesReplyProto reply = connection.success(1, 7);

    assertSame(reply, connection.lastSent());
  }

  @Test
  void refusesWhatWasNeverAppended() {
    log.add(TERM, 0, 4);
    connection.asks(1, TERM, 5, 9);
    log.add(TERM, 5, 7); // of another append, which began at the same index
    log.flushed = 7;

    connection.success(1, 9);

    assertEquals(AppendResult.INCONSISTENCY, connection.lastSent().getResult());
    assertEquals(8, connection.lastSent().getNextIndex());
    assertEquals(-1, connection.lastSent().getMatchIndex());
  }

  @Test
  void refusesEntriesOfAnotherTermAtTheSameIndex() {
    log.add(1, 0, 9);
    log.flushed = 9;
    connection.asks(1, TERM, 5, 9);

    connection.success(1, 9);

    assertEquals(AppendResult.INCONSISTENCY, connection.lastSent().getResult());
  }

  @Test
  void refusesWhenTheTermHasMovedOn() {
    connection.asks(1, TERM, 0, 3);
    log.add(TERM, 0, 3);
    log.flushed = 3;
    log.term = TERM + 1;

    connection.success(1, 3);

    assertEquals(AppendResult.INCONSISTENCY, connection.lastSent().getResult());
  }

  @Test
  void refusesAnAppendWithoutNewEntriesUntilTheyAreFsynced() {
    log.add(TERM, 0, 3);
    log.flushed = 1;
    connection.asks(1, TERM, 0, 3);
    connection.success(1, 3);
    assertEquals(AppendResult.INCONSISTENCY, connection.lastSent().getResult());
    assertEquals(2, connection.lastSent().getNextIndex());

    log.flushed = 3;
    connection.asks(2, TERM, 0, 3);
    connection.success(2, 3);
    assertEquals(AppendResult.SUCCESS, connection.lastSent().getResult());
  }

  @Test
  void doesNotTrustTheFsyncedIndexWhileATruncationIsQueued() {
    log.add(1, 0, 9);
    log.flushed = 9;
    connection.asks(1, TERM, 5, 6);
    log.truncateTo(5);
    log.add(TERM, 5, 6);
    // The same once more, by another connection; the index fsynced is still that of old entries.
    Connection other = new Connection();
    other.asks(1, TERM, 5, 6);
    other.success(1, 6);
    assertEquals(AppendResult.INCONSISTENCY, other.lastSent().getResult());

    log.flushed = 6;
    connection.success(1, 6);
    assertEquals(AppendResult.SUCCESS, connection.lastSent().getResult());
    other.asks(2, TERM, 5, 6);
    other.success(2, 6);
    assertEquals(AppendResult.SUCCESS, other.lastSent().getResult());
  }

  @Test
  void leavesHeartbeatsAndRefusalsAlone() {
    AppendEntriesReplyProto heartbeat =
        reply(1, AppendResult.SUCCESS, -1).setIsHearbeat(true).build();
    connection.answers.sendMessage(heartbeat);
    assertSame(heartbeat, connection.lastSent());

    AppendEntriesReplyProto refusal = reply(2, AppendResult.NOT_LEADER, -1).build();
    connection.answers.sendMessage(refusal);
    assertSame(refusal, connection.lastSent());
  }

  @Test
  void doesNotBelieveAnAnswerToNoQuestion() {
    log.add(TERM, 0, 3);
    log.flushed = 3;
    connection.success(5, 3);
    assertFalse(connection.lastSent().getResult() == AppendResult.SUCCESS);
  }

  private static AppendEntriesReplyProto.Builder reply(long call, AppendResult result, long match) {
    return AppendEntriesReplyProto.newBuilder()
        .setServerReply(RaftRpcReplyProto.newBuilder().setCallId(call))
        .setResult(result)
        .setTerm(TERM)
        .setMatchIndex(match)
        .setNextIndex(match + 1);
  }

  /** A connection of a leader, with Ratis behind it, which does nothing by itself. */
  private final class Connection {
    private final List<AppendEntriesReplyProto> sent = new ArrayList<>();
    private ServerCall<Object, Object> answers = new Outgoing(sent);
    private final ServerCall.Listener<Object> questions =
        appends.interceptCall(
            answers,
            new Metadata(),
            (call, _) -> {
              answers = call;
              return new ServerCall.Listener<>() {};
            });

    void asks(long call, long term, long first, long last) {
      questions.onMessage(
          AppendEntriesRequestProto.newBuilder()
              .setServerRequest(RaftRpcRequestProto.newBuilder().setCallId(call))
              .setLeaderTerm(term)
              .addAllEntries(
                  LongStream.rangeClosed(first, last)
                      .mapToObj(
                          index -> LogEntryProto.newBuilder().setTerm(term).setIndex(index).build())
                      .toList())
              .build());
    }

    /** Ratis says that the append has succeeded. */
    AppendEntriesReplyProto success(long call, long match) {
      AppendEntriesReplyProto reply = reply(call, AppendResult.SUCCESS, match).build();
      answers.sendMessage(reply);
      return reply;
    }

    AppendEntriesReplyProto lastSent() {
      return sent.getLast();
    }
  }

  private static final class Outgoing extends ServerCall<Object, Object> {
    private final List<AppendEntriesReplyProto> sent;

    Outgoing(List<AppendEntriesReplyProto> sent) {
      this.sent = sent;
    }

    @Override
    public void sendMessage(Object message) {
      sent.add((AppendEntriesReplyProto) message);
    }

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<Object, Object> getMethodDescriptor() {
      throw new UnsupportedOperationException();
    }
  }

  private static final class FakeLog implements FollowerLog {
    private final List<Long> terms = new ArrayList<>();
    private long flushed = -1;
    private long term = TERM;

    void add(long entryTerm, long first, long last) {
      assertEquals(first, terms.size());
      for (long index = first; index <= last; index++) {
        terms.add(entryTerm);
      }
    }

    void truncateTo(int index) {
      terms.subList(index, terms.size()).clear();
    }

    @Override
    public long nextIndex() {
      return terms.size();
    }

    @Override
    public boolean contains(TermIndex entry) {
      return entry.getIndex() < terms.size()
          && terms.get(Math.toIntExact(entry.getIndex())) == entry.getTerm();
    }

    @Override
    public long flushedIndex() {
      return flushed;
    }

    @Override
    public boolean isInTerm(long asked) {
      return term == asked;
    }
  }
}
