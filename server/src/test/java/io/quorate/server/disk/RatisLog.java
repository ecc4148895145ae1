package io.quorate.server.disk;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;
import org.awaitility.Awaitility;

/** A Raft log that Ratis itself wrote: one voter, without a state machine of its own. */
final class RatisLog implements AutoCloseable {
  private static final RaftGroupId GROUP = RaftGroupId.valueOf(new UUID(1, 2));

  private final ClientId client = ClientId.randomId();
  private final RaftServer server;
  private final Path directory;
  private long calls;

  RatisLog(Path storage, int segmentBytes) throws Exception {
    ExitUtils.disableSystemExit();
    ExitUtils.setTerminateOnUncaughtException(false);
    int port = freePort();
    RaftProperties properties = new RaftProperties();
    RaftServerConfigKeys.setStorageDir(properties, List.of(storage.toFile()));
    GrpcConfigKeys.Server.setHost(properties, "127.0.0.1");
    GrpcConfigKeys.Server.setPort(properties, port);
    TimeDuration soon = TimeDuration.valueOf(50, TimeUnit.MILLISECONDS);
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, soon);
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, soon.multiply(2));
    RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(segmentBytes));
    RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("64KB"));
    RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf("1MB"));
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf("512KB"));
    RaftPeer peer = RaftPeer.newBuilder().setId("a").setAddress("127.0.0.1:" + port).build();
    this.directory = storage.resolve(GROUP.getUuid().toString()).resolve("current");
    this.server =
        RaftServer.newBuilder()
            .setServerId(peer.getId())
            .setGroup(RaftGroup.valueOf(GROUP, peer))
            .setStateMachineRegistry(group -> new BaseStateMachine())
            .setProperties(properties)
            .setOption(RaftStorage.StartupOption.RECOVER)
            .build();
    server.start();
    RaftServer.Division division = server.getDivision(GROUP);
    Awaitility.await().until(() -> division.getInfo().isLeaderReady());
  }

  /** Appends one entry with a payload of this many bytes and returns its index. */
  long append(int bytes) throws Exception {
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(client)
            .setServerId(server.getId())
            .setGroupId(GROUP)
            .setCallId(++calls)
            .setMessage(Message.valueOf("v".repeat(bytes)))
            .setType(RaftClientRequest.writeRequestType())
            .build();
    RaftClientReply reply = server.submitClientRequest(request);
    if (!reply.isSuccess()) {
      throw new IOException("not appended: " + reply);
    }
    return reply.getLogIndex();
  }

  /** Where the files are while Ratis runs. */
  Path directory() {
    return directory;
  }

  /** The files as a crash at this moment would leave them. */
  Path copy(Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return target;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
