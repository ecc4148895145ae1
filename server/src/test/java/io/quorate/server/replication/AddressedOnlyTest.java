package io.quorate.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftClientRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** At peer "new", which took over the address of peer "old". */
class AddressedOnlyTest {
  private boolean running = true;
  private final AddressedOnly filter = new AddressedOnly("new", () -> running);
  private final List<String> heard = new ArrayList<>();
  private final RecordedCall call = new RecordedCall();
  private final ServerCall.Listener<Object> stream =
      filter.interceptCall(call, new Metadata(), (_, _) -> new Service());

  /** What Ratis would hear. */
  private final class Service extends ServerCall.Listener<Object> {
    @Override
    public void onMessage(Object message) {
      heard.add(message.getClass().getSimpleName());
    }

    @Override
    public void onHalfClose() {
      heard.add("half-closed");
    }

    @Override
    public void onCancel() {
      heard.add("cancelled");
    }
  }

  private static final class RecordedCall extends ServerCall<Object, Object> {
    @Nullable Status closed;

    @Override
    public void close(Status status, Metadata trailers) {
      closed = status;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(Object message) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<Object, Object> getMethodDescriptor() {
      throw new UnsupportedOperationException();
    }
  }

  private static RaftRpcRequestProto.Builder to(String peer) {
    return RaftRpcRequestProto.newBuilder().setReplyId(ByteString.copyFromUtf8(peer));
  }

  private static AppendEntriesRequestProto append(String peer, int entries) {
    AppendEntriesRequestProto.Builder append =
        AppendEntriesRequestProto.newBuilder().setServerRequest(to(peer));
    for (int i = 0; i < entries; i++) {
      append.addEntries(LogEntryProto.newBuilder().setIndex(i));
    }
    return append.build();
  }

  private static List<Object> requests(String peer) {
    return List.of(
        append(peer, 1),
        RequestVoteRequestProto.newBuilder().setServerRequest(to(peer)).build(),
        InstallSnapshotRequestProto.newBuilder().setServerRequest(to(peer)).build(),
        StartLeaderElectionRequestProto.newBuilder().setServerRequest(to(peer)).build(),
        ReadIndexRequestProto.newBuilder().setServerRequest(to(peer)).build());
  }

  @Test
  void whatIsMeantForThisPeerArrives() {
    requests("new").forEach(stream::onMessage);
    stream.onHalfClose();
    assertEquals(
        List.of(
            "AppendEntriesRequestProto",
            "RequestVoteRequestProto",
            "InstallSnapshotRequestProto",
            "StartLeaderElectionRequestProto",
            "ReadIndexRequestProto",
            "half-closed"),
        heard);
    assertNull(call.closed);
  }

  @Test
  void whatIsMeantForAnotherPeerIsRefusedWhateverItAsks() {
    for (Object request : requests("old")) {
      heard.clear();
      RecordedCall refused = new RecordedCall();
      ServerCall.Listener<Object> one =
          filter.interceptCall(refused, new Metadata(), (_, _) -> new Service());
      one.onMessage(request);
      assertEquals(List.of("cancelled"), heard, request.getClass().getSimpleName());
      Status status = refused.closed;
      assertTrue(status != null && status.getCode() == Status.Code.FAILED_PRECONDITION);
      assertEquals("this is peer new, not old", status.getDescription());
    }
    assertEquals(0, filter.logBytes());
  }

  @Test
  void aRefusedStreamIsOverAndEndsOnce() {
    stream.onMessage(append("old", 1));
    stream.onMessage(append("new", 1));
    stream.onHalfClose();
    stream.onCancel();
    assertEquals(List.of("cancelled"), heard);
    assertEquals(0, filter.logBytes());
  }

  @Test
  void aStreamEndsWhenItsFirstStrayRequestComes() {
    stream.onMessage(append("new", 0));
    stream.onMessage(append("old", 0));
    assertEquals(List.of("AppendEntriesRequestProto", "cancelled"), heard);
  }

  @Test
  void aDivisionThatIsBeingStartedHearsNothing() {
    running = false;
    for (Object request : requests("new")) {
      RecordedCall refused = new RecordedCall();
      filter.interceptCall(refused, new Metadata(), (_, _) -> new Service()).onMessage(request);
      assertTrue(refused.closed != null && refused.closed.getCode() == Status.Code.UNAVAILABLE);
    }
    assertEquals(List.of("cancelled"), heard.stream().distinct().toList());
    running = true;
    stream.onMessage(append("new", 1));
    assertEquals("AppendEntriesRequestProto", heard.getLast());
  }

  @Test
  void requestsThatAreNotBetweenServersPass() {
    stream.onMessage(RaftClientRequestProto.getDefaultInstance());
    assertEquals(List.of("RaftClientRequestProto"), heard);
  }

  @Test
  void bytesOfEntriesAreCountedAndHeartbeatsAreNot() {
    AppendEntriesRequestProto entries = append("new", 3);
    stream.onMessage(entries);
    stream.onMessage(append("new", 0));
    stream.onMessage(RequestVoteRequestProto.newBuilder().setServerRequest(to("new")).build());
    assertEquals(entries.getSerializedSize(), filter.logBytes());
  }
}
