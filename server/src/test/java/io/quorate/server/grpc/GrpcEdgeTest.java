package io.quorate.server.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.AddNodeRequest;
import io.quorate.proto.v1.ClusterGrpc;
import io.quorate.proto.v1.ClusterStatus;
import io.quorate.proto.v1.ElectionList;
import io.quorate.proto.v1.ElectionsRequest;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.LeaderChange;
import io.quorate.proto.v1.MembershipReply;
import io.quorate.proto.v1.NodeRequest;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.OkToStopReply;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.StatusRequest;
import io.quorate.proto.v1.StepDownRequest;
import io.quorate.proto.v1.TransferRequest;
import io.quorate.server.error.RequestException;
import io.quorate.server.error.StartupException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The port itself: health, start, stop, services that come later. */
class GrpcEdgeTest {
  @Test
  void healthFollowsTheNode() {
    try (Edge edge = new Edge()) {
      assertEquals(ServingStatus.NOT_SERVING, health(edge, ""));
      edge.edge.serving(true);
      assertEquals(ServingStatus.SERVING, health(edge, ""));
      assertEquals(ServingStatus.SERVING, health(edge, "quorate.v1.Kv"));
      edge.edge.serving(false);
      assertEquals(ServingStatus.NOT_SERVING, health(edge, ""));
      assertEquals(ServingStatus.NOT_SERVING, health(edge, "quorate.v1.Kv"));
    }
  }

  @Test
  void aServiceThatIsNotThereYetIsUnavailable() {
    try (Edge edge = new Edge()) {
      var cluster = ClusterGrpc.newBlockingStub(edge.channel);
      var early =
          assertThrows(
              StatusRuntimeException.class,
              () -> cluster.status(StatusRequest.getDefaultInstance()));
      assertEquals(Status.Code.UNAVAILABLE, early.getStatus().getCode());
      var error = StatusMapper.fromStatus(early).error();
      assertEquals(ErrorCode.UNAVAILABLE, error.getCode());
      assertEquals(Outcome.NOT_APPLIED, error.getOutcome());
      assertEquals("this node is starting", error.getMessage());

      edge.edge.add(new ClusterService(new FakeCluster(), edge.errors));
      assertEquals("shop", cluster.status(StatusRequest.getDefaultInstance()).getCluster());
      var refused =
          assertThrows(
              StatusRuntimeException.class,
              () -> cluster.removeNode(NodeRequest.getDefaultInstance()));
      assertEquals(ErrorCode.REFUSED, StatusMapper.fromStatus(refused).error().getCode());
    }
  }

  @Test
  void blockingServicesRunOnVirtualThreadsAndKvOnTheEventLoop() {
    try (Edge edge = new Edge()) {
      FakeCluster calls = new FakeCluster();
      edge.edge.add(new ClusterService(calls, edge.errors));
      var status =
          ClusterGrpc.newBlockingStub(edge.channel).localStatus(StatusRequest.getDefaultInstance());
      assertEquals("virtual", status.getReason());
    }
  }

  @Test
  void aTakenPortIsToldWithItsAddress() {
    try (Edge edge = new Edge()) {
      GrpcEdge second =
          new GrpcEdge("127.0.0.1", edge.edge.port(), Edge.MESSAGE_BYTES, edge.errors);
      var failure = assertThrows(StartupException.class, second::start);
      String message = String.valueOf(failure.getMessage());
      assertTrue(
          message.startsWith(
              "cannot listen for gRPC on 127.0.0.1:"
                  + edge.edge.port()
                  + ": another process has it"),
          message);
      second.stop(Duration.ofSeconds(1));
    }
  }

  @Test
  void reflectionListsTheServices() {
    try (Edge edge = new Edge()) {
      List<ServerReflectionResponse> answers = new CopyOnWriteArrayList<>();
      var requests =
          ServerReflectionGrpc.newStub(edge.channel).serverReflectionInfo(collect(answers));
      requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
      await().until(() -> !answers.isEmpty());
      requests.onCompleted();
      List<String> names =
          answers.getFirst().getListServicesResponse().getServiceList().stream()
              .map(service -> service.getName())
              .toList();
      assertTrue(
          names.containsAll(List.of("quorate.v1.Kv", "grpc.health.v1.Health")), names.toString());
    }
  }

  @Test
  void stoppingWaitsForCallsUnderWayAndNoLongerThanTheGrace() throws InterruptedException {
    Edge edge = new Edge();
    edge.writes.held = true;
    var reply = io.quorate.proto.v1.KvGrpc.newFutureStub(edge.channel).write(Edge.put(1, 1));
    await().until(() -> edge.writes.waiting.size() == 1);
    Thread stopping = Thread.ofVirtual().start(() -> edge.edge.stop(Duration.ofSeconds(20)));
    assertFalse(reply.isDone());
    edge.writes.waiting.getFirst().reply().complete(FakeWrites.reply(Edge.put(1, 1)));
    assertTrue(stopping.join(Duration.ofSeconds(10)), "did not stop after the last answer");
    await().until(reply::isDone);
    edge.close();

    Edge stuck = new Edge();
    Edge.Client client = stuck.stream().takeAll();
    await().until(() -> !client.frames.isEmpty());
    stuck.edge.stop(Duration.ofMillis(100));
    await().until(() -> client.failure != null);
    stuck.close();
  }

  private static ServingStatus health(Edge edge, String service) {
    return HealthGrpc.newBlockingStub(edge.channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static StreamObserver<ServerReflectionResponse> collect(
      List<ServerReflectionResponse> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(ServerReflectionResponse answer) {
        answers.add(answer);
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {}
    };
  }

  private static final class FakeCluster implements ClusterCalls {
    @Override
    public CompletableFuture<ClusterStatus> status(StatusRequest request) {
      return CompletableFuture.completedFuture(
          ClusterStatus.newBuilder().setCluster("shop").build());
    }

    @Override
    public CompletableFuture<NodeStatus> localStatus(StatusRequest request) {
      return CompletableFuture.completedFuture(
          NodeStatus.newBuilder()
              .setReason(Thread.currentThread().isVirtual() ? "virtual" : "platform")
              .build());
    }

    @Override
    public CompletableFuture<LeaderChange> transferLeadership(TransferRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<LeaderChange> stepDown(StepDownRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<ElectionList> elections(ElectionsRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<MembershipReply> addNode(AddNodeRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<MembershipReply> removeNode(NodeRequest request) {
      throw RequestException.refused("it would stop the cluster");
    }

    @Override
    public CompletableFuture<MembershipReply> promoteNode(NodeRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<MembershipReply> demoteNode(NodeRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<MembershipReply> drainNode(NodeRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<OkToStopReply> okToStop(NodeRequest request) {
      throw new UnsupportedOperationException();
    }
  }
}
