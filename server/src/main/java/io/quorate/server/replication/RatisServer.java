package io.quorate.server.replication;

import io.quorate.ratis.QuorateStateMachine;
import io.quorate.ratis.StateMachineHost;
import java.io.IOException;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.util.ExitUtils;

/** How Ratis' server is put together. */
final class RatisServer {
  private RatisServer() {}

  /**
   * Not started yet.
   *
   * @param filters see every call of other servers, the last one first, and its answers last
   */
  static RaftServer build(
      RaftSettings settings,
      StartingGroup origin,
      ReplicationTracker tracker,
      Fence fence,
      StateMachineHost host,
      ServerInterceptor... filters)
      throws IOException {
    // Ratis would end the process when its port is taken, and on any uncaught exception.
    ExitUtils.disableSystemExit();
    ExitUtils.setTerminateOnUncaughtException(false);
    Parameters parameters = new Parameters();
    parameters.put(QuorateRpcType.TRACKER, tracker, ReplicationTracker.class);
    parameters.put(QuorateRpcType.FENCE, fence, Fence.class);
    GrpcConfigKeys.Server.setServicesCustomizer(
        parameters,
        (builder, types) -> {
          for (ServerInterceptor filter : filters) {
            builder.intercept(filter);
          }
          return builder;
        });
    parameters.put(
        QuorateRpcType.HEARTBEAT_MS, settings.heartbeatInterval().toMillis(), Long.class);
    return RaftServer.newBuilder()
        .setServerId(RaftPeerId.valueOf(origin.self()))
        .setGroup(
            RaftGroup.valueOf(
                RaftGroupId.valueOf(origin.groupId()),
                RaftPeers.of(origin.voters(), origin.learners())))
        .setStateMachineRegistry(id -> new QuorateStateMachine(host))
        .setProperties(RatisProperties.of(settings))
        .setParameters(parameters)
        .setOption(RaftStorage.StartupOption.RECOVER)
        .build();
  }
}
