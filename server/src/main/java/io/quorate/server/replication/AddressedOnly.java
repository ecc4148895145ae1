package io.quorate.server.replication;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/**
 * Refuses Raft requests that are meant for another peer id, and all of them until the division
 * runs. Ratis 3.3.0 looks at the group only: a wiped voter that returns under a new id at its old
 * address would take the old id's appends and votes, be counted as the voter that it no longer is,
 * and so break the rule that a wiped node never votes under its old identity. And it lets a request
 * into a division that is just being started, which then fails to start for good: its storage stays
 * locked.
 */
final class AddressedOnly implements ServerInterceptor {
  private final ByteString self;
  private final BooleanSupplier running;
  private final AtomicLong logBytes = new AtomicLong();

  AddressedOnly(String self, BooleanSupplier running) {
    this.self = ByteString.copyFromUtf8(self);
    this.running = running;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private boolean refused;

      @Override
      public void onMessage(Q message) {
        if (refused) {
          return;
        }
        Optional<Status> refusal = addressee(message).flatMap(AddressedOnly.this::refusal);
        if (refusal.isEmpty()) {
          count(message);
          super.onMessage(message);
          return;
        }
        refused = true;
        call.close(refusal.get(), new Metadata());
        super.onCancel();
      }

      @Override
      public void onHalfClose() {
        if (!refused) {
          super.onHalfClose();
        }
      }

      @Override
      public void onCancel() {
        if (!refused) {
          super.onCancel();
        }
      }
    };
  }

  private Optional<Status> refusal(ByteString addressee) {
    if (!addressee.equals(self)) {
      return Optional.of(
          Status.FAILED_PRECONDITION.withDescription(
              "this is peer " + self.toStringUtf8() + ", not " + addressee.toStringUtf8()));
    }
    return running.getAsBoolean()
        ? Optional.empty()
        : Optional.of(Status.UNAVAILABLE.withDescription("this peer is starting"));
  }

  /** Bytes of log entries that leaders have sent to this node since it started. */
  long logBytes() {
    return logBytes.get();
  }

  private void count(Object message) {
    if (message instanceof AppendEntriesRequestProto append && append.getEntriesCount() > 0) {
      logBytes.addAndGet(append.getSerializedSize());
    }
  }

  /** Empty for what is not between servers. */
  private static Optional<ByteString> addressee(Object message) {
    return switch (message) {
      case AppendEntriesRequestProto append -> of(append.getServerRequest());
      case RequestVoteRequestProto vote -> of(vote.getServerRequest());
      case InstallSnapshotRequestProto snapshot -> of(snapshot.getServerRequest());
      case StartLeaderElectionRequestProto election -> of(election.getServerRequest());
      case ReadIndexRequestProto read -> of(read.getServerRequest());
      default -> Optional.empty();
    };
  }

  private static Optional<ByteString> of(RaftRpcRequestProto request) {
    return Optional.of(request.getReplyId());
  }
}
