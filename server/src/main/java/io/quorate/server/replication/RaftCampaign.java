package io.quorate.server.replication;

import io.quorate.command.TermIndex;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts Ratis' election in this process by the request with which a leader hands over, as if the
 * lost leader had sent it: no pre-vote, and voters need not have lost the leader themselves.
 */
final class RaftCampaign implements Campaign, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RaftCampaign.class);

  private final RaftServer server;
  private final RaftGroupId group;
  private final Supplier<RaftServer.@Nullable Division> division;
  private final DurableAppends appends;
  private final Consumer<String> resetChannel;
  private final Fence fence;
  private final Logger log;
  private final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("quorate-greeting").factory());

  RaftCampaign(
      RaftServer server,
      RaftGroupId group,
      Supplier<RaftServer.@Nullable Division> division,
      DurableAppends appends,
      Consumer<String> resetChannel,
      Fence fence,
      Logger log) {
    this.log = log;
    this.server = server;
    this.group = group;
    this.division = division;
    this.appends = appends;
    this.resetChannel = resetChannel;
    this.fence = fence;
  }

  @Override
  public TermIndex lastEntry() {
    RaftServer.Division current = division.get();
    var last = current == null ? null : current.getRaftLog().getLastEntryTermIndex();
    return last == null ? TermIndex.NONE : new TermIndex(last.getTerm(), last.getIndex());
  }

  @Override
  public boolean isFit() {
    return !fence.isUp();
  }

  @Override
  public boolean start(String leader, long term) {
    return appends.whileNothingIsAppended(() -> startNow(leader, term));
  }

  private boolean startNow(String leader, long term) {
    TermIndex last = lastEntry();
    StartLeaderElectionRequestProto request =
        request(group, leader, server.getId().toString(), term, last);
    try {
      return server.startLeaderElection(request).getServerReply().getSuccess();
    } catch (IOException | RuntimeException e) {
      log.info("an election could not be started: {}", e.toString());
      return false;
    }
  }

  /**
   * To the candidate, in the name of the leader of {@code term}.
   *
   * @param last entry of the candidate's log
   */
  static StartLeaderElectionRequestProto request(
      RaftGroupId group, String leader, String candidate, long term, TermIndex last) {
    return StartLeaderElectionRequestProto.newBuilder()
        .setServerRequest(request(group, leader, candidate))
        // Ratis wants proof that the leader's log is no longer than ours, in the leader's term.
        .setLeaderLastEntry(
            org.apache.ratis.server.protocol.TermIndex.valueOf(
                    term, last.term() == term ? last.index() : 0)
                .toProto())
        .build();
  }

  /**
   * Ends the back-off and makes a call that has no effect, so that the connection is there when a
   * vote is needed.
   */
  @Override
  public void reachable(String peer) {
    try {
      calls.execute(() -> greet(peer));
    } catch (RejectedExecutionException closed) {
      LOG.debug("closed: {}", closed.getMessage());
    }
  }

  private void greet(String peer) {
    resetChannel.accept(peer);
    try {
      var _ =
          server
              .getServerRpc()
              .requestVote(
                  RequestVoteRequestProto.newBuilder()
                      .setServerRequest(request(group, server.getId().toString(), peer))
                      .setPreVote(true)
                      .setCandidateTerm(0)
                      .setCandidateLastEntry(
                          org.apache.ratis.server.protocol.TermIndex.valueOf(0, 0).toProto())
                      .build());
    } catch (IOException | RuntimeException e) {
      LOG.debug("no connection to {} yet: {}", peer, e.toString());
    }
  }

  private static RaftRpcRequestProto.Builder request(RaftGroupId group, String from, String to) {
    return RaftRpcRequestProto.newBuilder()
        .setRequestorId(bytes(from))
        .setReplyId(bytes(to))
        .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(group.toByteString()))
        .setCallId(0);
  }

  private static ByteString bytes(String peer) {
    return RaftPeerId.valueOf(peer).toByteString();
  }

  @Override
  public void close() {
    calls.shutdownNow();
  }
}
