package io.quorate.server.replication;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.MetadataProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

/**
 * A follower on Ratis as we set it up, and a leader that sends what it has sent before once more,
 * over another connection: as after an error, when it does not know what has arrived.
 */
class AcknowledgedAppendsTest {
  private static final int ROUNDS = 20;
  private static final long TERM = 1;
  private static final Duration NEVER = Duration.ofMinutes(5);
  private static final UUID GROUP = new UUID(3, 4);

  @TempDir Path directory;

  private RaftServer follower;
  private AddressedOnly incoming;
  private ManagedChannel channel;
  private long lastCall;

  @BeforeEach
  void start() throws IOException {
    int port = TestRatis.freePort();
    incoming = new AddressedOnly("follower", () -> true);
    follower =
        RatisServer.build(
            TestRatis.settings(directory.resolve("raft"), port, NEVER),
            new StartingGroup(
                GROUP,
                "follower",
                List.of(
                    TestRatis.peer("leader", 1),
                    TestRatis.peer("follower", port),
                    TestRatis.peer("third", 2)),
                List.of()),
            new ReplicationTracker(Runnable::run),
            new Fence(),
            TestRatis.host(directory.resolve("state")),
            new DurableAppends(FollowerLog.of(this::division), NOPLogger.NOP_LOGGER),
            incoming);
    follower.start();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  @AfterEach
  void stop() throws IOException {
    channel.shutdownNow();
    follower.close();
  }

  @Test
  void everyAcknowledgedEntryIsInTheLog() throws Exception {
    var first = new Connection();
    var second = new Connection();
    for (long round = 0; round < ROUNDS; round++) {
      long start = log().getNextIndex();
      CountDownLatch release = holdCommonPool();
      first.append(start, start + 2);
      second.append(start, start + 5);
      release.countDown();
      check(first.reply());
      check(second.reply());
      // Whatever came of it, the rest arrives.
      Awaitility.await()
          .until(
              () -> {
                first.append(start, start + 5);
                AppendEntriesReplyProto reply = first.reply();
                check(reply);
                return log().getNextIndex() == start + 6;
              });
    }
  }

  /** Only what is on the disk, in this term, may be acknowledged. */
  private void check(AppendEntriesReplyProto reply) {
    if (reply.getResult() != AppendResult.SUCCESS) {
      return;
    }
    var held = log().getTermIndex(reply.getMatchIndex());
    assertNotNull(
        held,
        () ->
            "acknowledged up to %d, and the log ends before %d"
                .formatted(reply.getMatchIndex(), log().getNextIndex()));
    assertTrue(held.getTerm() == TERM && log().getFlushIndex() >= reply.getMatchIndex());
  }

  /** Ratis may do something there with what it is sent, and then cannot for a while. */
  private static CountDownLatch holdCommonPool() {
    var release = new CountDownLatch(1);
    for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                try {
                  release.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
    return release;
  }

  private RaftServer.Division division() {
    try {
      return follower.getDivision(RaftGroupId.valueOf(GROUP));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private RaftLog log() {
    return division().getRaftLog();
  }

  private final class Connection implements StreamObserver<AppendEntriesReplyProto> {
    private final BlockingQueue<AppendEntriesReplyProto> replies = new LinkedBlockingQueue<>();
    private final StreamObserver<AppendEntriesRequestProto> stream =
        RaftServerProtocolServiceGrpc.newStub(channel).appendEntries(this);

    /** Returns when the request has reached the node. */
    void append(long from, long to) {
      long before = incoming.logBytes();
      var request =
          AppendEntriesRequestProto.newBuilder()
              .setServerRequest(
                  RaftRpcRequestProto.newBuilder()
                      .setRequestorId(ByteString.copyFromUtf8("leader"))
                      .setReplyId(ByteString.copyFromUtf8("follower"))
                      .setRaftGroupId(
                          RaftGroupIdProto.newBuilder()
                              .setId(RaftGroupId.valueOf(GROUP).toByteString()))
                      .setCallId(++lastCall))
              .setLeaderTerm(TERM)
              .setLeaderCommit(-1)
              .addAllEntries(
                  LongStream.rangeClosed(from, to)
                      .mapToObj(AcknowledgedAppendsTest::entry)
                      .toList());
      if (from > 0) {
        request.setPreviousLog(
            org.apache.ratis.server.protocol.TermIndex.valueOf(TERM, from - 1).toProto());
      }
      stream.onNext(request.build());
      Awaitility.await().until(() -> incoming.logBytes() > before);
    }

    AppendEntriesReplyProto reply() throws InterruptedException {
      AppendEntriesReplyProto reply = replies.poll(20, TimeUnit.SECONDS);
      assertNotNull(reply, "no reply");
      return reply;
    }

    @Override
    public void onNext(AppendEntriesReplyProto reply) {
      replies.add(reply);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  private static LogEntryProto entry(long index) {
    return LogEntryProto.newBuilder()
        .setTerm(TERM)
        .setIndex(index)
        .setMetadataEntry(MetadataProto.newBuilder().setCommitIndex(-1))
        .build();
  }
}
