package io.quorate.chaos.inprocess;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Read;
import org.apache.ratis.util.TimeDuration;

/** One Ratis server of the register, with Ratis' linearizable reads switched on. */
final class InJvmServer implements AutoCloseable {
  static final long ELECTION_TIMEOUT_MIN_MS = 150;

  private final RaftServer server;
  private final RaftGroup group;
  private final RegisterStateMachine register = new RegisterStateMachine();
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();

  private InJvmServer(RaftPeer self, RaftGroup group, Path folder, Duration longestElectionTimeout)
      throws IOException {
    this.group = group;
    this.server =
        RaftServer.newBuilder()
            .setServerId(self.getId())
            .setGroup(group)
            .setStateMachine(register)
            .setProperties(properties(self, folder, longestElectionTimeout))
            .build();
  }

  static InJvmServer start(
      RaftPeer self, RaftGroup group, Path folder, Duration longestElectionTimeout)
      throws IOException {
    var started = new InJvmServer(self, group, folder, longestElectionTimeout);
    started.server.start();
    return started;
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static RaftProperties properties(
      RaftPeer self, Path folder, Duration longestElectionTimeout) {
    var port = Integer.parseInt(self.getAddress().substring(self.getAddress().indexOf(':') + 1));
    var properties = new RaftProperties();
    RaftServerConfigKeys.setStorageDir(properties, List.of(folder.toFile()));
    GrpcConfigKeys.Server.setHost(properties, "127.0.0.1");
    GrpcConfigKeys.Server.setPort(properties, port);
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, ms(ELECTION_TIMEOUT_MIN_MS));
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, ms(longestElectionTimeout.toMillis()));
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, ms(1_000));
    Read.setOption(properties, Read.Option.LINEARIZABLE);
    Read.setTimeout(properties, ms(1_000));
    return properties;
  }

  private static TimeDuration ms(long count) {
    return TimeDuration.valueOf(count, TimeUnit.MILLISECONDS);
  }

  String id() {
    return server.getId().toString();
  }

  RaftServer.Division division() {
    try {
      return server.getDivision(group.getGroupId());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean leads() {
    return division().getInfo().isLeader();
  }

  boolean leadsReady() {
    return division().getInfo().isLeaderReady();
  }

  long term() {
    return division().getInfo().getCurrentTerm();
  }

  long applied() {
    return division().getInfo().getLastAppliedIndex();
  }

  long commitIndex() {
    return division().getRaftLog().getLastCommittedIndex();
  }

  long lastIndex() {
    return division().getRaftLog().getLastEntryTermIndex().getIndex();
  }

  /** What this server has applied, fresh or not. */
  String local() {
    return register.value();
  }

  CompletableFuture<RaftClientReply> write(String value) {
    return submit(value, RaftClientRequest.writeRequestType());
  }

  /** Ratis' own linearizable read. */
  CompletableFuture<RaftClientReply> ratisRead() {
    return submit("read", RaftClientRequest.readRequestType());
  }

  private CompletableFuture<RaftClientReply> submit(String text, RaftClientRequest.Type type) {
    var request =
        RaftClientRequest.newBuilder()
            .setClientId(client)
            .setServerId(server.getId())
            .setGroupId(group.getGroupId())
            .setCallId(calls.incrementAndGet())
            .setMessage(Message.valueOf(text))
            .setType(type)
            .build();
    try {
      return server.submitClientRequestAsync(request);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
