package io.quorate.server.topology.operation;

import static io.quorate.server.topology.FakeReplicator.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.proto.v1.AddNodeRequest;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Identity;
import io.quorate.proto.v1.LeaderChange;
import io.quorate.proto.v1.MembershipReply;
import io.quorate.proto.v1.NodeRequest;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.StepDownRequest;
import io.quorate.proto.v1.TransferRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Role;
import io.quorate.server.topology.EntryVersions;
import io.quorate.server.topology.FakeNetwork;
import io.quorate.server.topology.FakeRegistry;
import io.quorate.server.topology.FakeReplicator;
import io.quorate.server.topology.RemoteCluster;
import io.quorate.server.topology.leadership.Drain;
import io.quorate.server.topology.leadership.ElectionRecorder;
import io.quorate.server.topology.leadership.Handover;
import io.quorate.server.topology.leadership.Intents;
import io.quorate.server.topology.leadership.Placement;
import io.quorate.server.topology.leadership.PlayedSignals;
import io.quorate.server.topology.leadership.Testimony;
import io.quorate.server.topology.membership.MembershipCalls;
import io.quorate.server.topology.membership.PeerHealth;
import io.quorate.server.topology.membership.Reconfiguration;
import io.quorate.server.topology.membership.Registration;
import io.quorate.server.topology.membership.Steward;
import io.quorate.server.topology.status.StatusProbe;
import io.quorate.server.topology.status.StatusService;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls that arrive at a in {a, b, c}. */
class ClusterOperationsTest {
  private final FakeReplicator raft =
      new FakeReplicator("a").voters("a", "b", "c").current("b", "c");
  private final List<String> forwarded = new ArrayList<>();
  private final ClusterOperations calls = calls();

  private ClusterOperations calls() {
    FakeNetwork network = new FakeNetwork();
    Identity self = FakeNetwork.identity(peer("a"));
    FakeRegistry registry = new FakeRegistry(raft);
    PeerHealth health = new PeerHealth(raft, network, () -> self);
    StatusProbe probe =
        (id, timeout) ->
            CompletableFuture.completedFuture(
                NodeStatus.newBuilder().setState("running").setLeaderReady(true).build());
    Handover handover = new Handover(raft, new Placement(raft, health, probe), intent -> {});
    Reconfiguration reconfiguration = new Reconfiguration(raft);
    Registration registration = new Registration(raft, registry, registry, health, () -> self);
    Steward steward =
        new Steward(
            raft, reconfiguration, registration, health, registry, new EntryVersions(() -> 1));
    return new ClusterOperations(
        raft,
        new StatusService("c", raft, NodeStatus::getDefaultInstance, probe),
        new ElectionRecorder(
            raft,
            registry,
            registry,
            new PlayedSignals(),
            new Intents(),
            (former, term) -> Testimony.NONE,
            InstantSource.system(),
            Runnable::run),
        handover,
        new Drain(raft, handover, Runnable::run),
        new MembershipCalls(raft, reconfiguration, registration, steward, health, registry),
        new Remote());
  }

  private final class Remote implements RemoteCluster {
    private <T> CompletableFuture<T> sent(String what, String address, boolean marked, T reply) {
      assertTrue(marked, "a forwarded call is marked");
      forwarded.add(what + " to " + address);
      return CompletableFuture.completedFuture(reply);
    }

    private CompletableFuture<MembershipReply> sent(
        String what, String address, NodeRequest request) {
      return sent(
          what + " " + request.getNode(),
          address,
          request.getForwarded(),
          MembershipReply.newBuilder().setNode(request.getNode()).build());
    }

    @Override
    public CompletableFuture<LeaderChange> transferLeadership(
        String address, TransferRequest request, Deadline deadline) {
      return sent(
          "transfer " + request.getTarget(),
          address,
          request.getForwarded(),
          LeaderChange.getDefaultInstance());
    }

    @Override
    public CompletableFuture<LeaderChange> stepDown(
        String address, StepDownRequest request, Deadline deadline) {
      return sent("stepDown", address, request.getForwarded(), LeaderChange.getDefaultInstance());
    }

    @Override
    public CompletableFuture<MembershipReply> addNode(
        String address, AddNodeRequest request, Deadline deadline) {
      return sent(
          "add " + request.getAddress(),
          address,
          request.getForwarded(),
          MembershipReply.getDefaultInstance());
    }

    @Override
    public CompletableFuture<MembershipReply> removeNode(
        String address, NodeRequest request, Deadline deadline) {
      return sent("remove", address, request);
    }

    @Override
    public CompletableFuture<MembershipReply> promoteNode(
        String address, NodeRequest request, Deadline deadline) {
      return sent("promote", address, request);
    }

    @Override
    public CompletableFuture<MembershipReply> demoteNode(
        String address, NodeRequest request, Deadline deadline) {
      return sent("demote", address, request);
    }

    @Override
    public CompletableFuture<MembershipReply> drainNode(
        String address, NodeRequest request, Deadline deadline) {
      return sent("drain", address, request);
    }
  }

  private static NodeRequest node(String name) {
    return NodeRequest.newBuilder().setNode(name).setTimeoutMs(1000).build();
  }

  private static ErrorCode code(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(RequestException.class, call).error().getCode();
  }

  @Test
  void aFollowerForwardsToTheLeaderOnce() {
    raft.follow("b", 5);
    calls.transferLeadership(TransferRequest.newBuilder().setTarget("c").build()).join();
    calls.stepDown(StepDownRequest.getDefaultInstance()).join();
    calls.addNode(AddNodeRequest.newBuilder().setAddress("d:0").build()).join();
    calls.removeNode(node("c")).join();
    calls.promoteNode(node("c")).join();
    calls.demoteNode(node("c")).join();
    assertEquals(
        List.of(
            "transfer c to b:0",
            "stepDown to b:0",
            "add d:0 to b:0",
            "remove c to b:0",
            "promote c to b:0",
            "demote c to b:0"),
        forwarded);
  }

  @Test
  void aCallThatWasForwardedIsNotForwardedAgain() {
    raft.follow("b", 5);
    assertEquals(
        ErrorCode.NOT_LEADER,
        code(
            () ->
                calls.transferLeadership(
                    TransferRequest.newBuilder().setTarget("c").setForwarded(true).build())));
    assertEquals(
        ErrorCode.NOT_LEADER,
        code(() -> calls.removeNode(node("c").toBuilder().setForwarded(true).build())));
    assertEquals(List.of(), forwarded);
  }

  @Test
  void withoutALeaderItSaysSoInTime() {
    assertEquals(
        ErrorCode.UNAVAILABLE,
        code(() -> calls.stepDown(StepDownRequest.newBuilder().setTimeoutMs(100).build())));
  }

  @Test
  void aNewLeaderThatIsNotReadyIsWaitedFor() {
    raft.become(new Leadership(Role.LEADER, 5, "a", false));
    Thread ready = Thread.startVirtualThread(() -> raft.lead(5));
    assertEquals(
        "b",
        calls
            .transferLeadership(TransferRequest.newBuilder().setTarget("b").build())
            .join()
            .getLeader());
    assertTrue(ready.getName().isEmpty());
  }

  @Test
  void aTransferToTheLeaderItselfIsDoneAlready() {
    raft.lead(5);
    LeaderChange change =
        calls.transferLeadership(TransferRequest.newBuilder().setTarget("a").build()).join();
    assertEquals("a", change.getLeader());
    assertEquals("a", change.getPrevious());
    assertEquals(List.of(), raft.transfers);
  }

  @Test
  void aLeaderThatIsToLeaveHandsOverAndLetsTheNextOneDoIt() {
    raft.lead(5);
    calls.removeNode(node("a")).join();
    assertEquals(1, raft.transfers.size());
    assertEquals(List.of("remove a to " + raft.transfers.getFirst() + ":0"), forwarded);
    assertEquals(List.of(), raft.changes);
  }

  @Test
  void aFollowerIsRemovedByTheLeaderItself() {
    raft.lead(5);
    assertEquals(List.of("a", "b"), calls.removeNode(node("c")).join().getVotersList());
    assertEquals(Set.of("a", "b"), raft.membership().voters());
    assertEquals(List.of(), forwarded);
  }

  @Test
  void drainGoesToTheNodeThatIsMeant() {
    raft.lead(5);
    calls.drainNode(node("c")).join();
    assertEquals(List.of("drain c to c:0"), forwarded);
    assertTrue(calls.drainNode(node("a")).join().getMessage().contains("does not lead"));
    assertEquals(1, raft.transfers.size());
    assertTrue(
        calls
            .drainNode(node("a").toBuilder().setUndo(true).build())
            .join()
            .getMessage()
            .contains("may lead again"));
  }

  @Test
  void unknownNodesAndRolesAreRefused() {
    raft.lead(5);
    assertEquals(ErrorCode.NOT_FOUND, code(() -> calls.removeNode(node("x"))));
    assertEquals(ErrorCode.NOT_FOUND, code(() -> calls.drainNode(node("x"))));
    assertEquals(
        ErrorCode.INVALID_ARGUMENT,
        code(
            () ->
                calls.addNode(
                    AddNodeRequest.newBuilder().setAddress("d:0").setAs("witness").build())));
  }
}
