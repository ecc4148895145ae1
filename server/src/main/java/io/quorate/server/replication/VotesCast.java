package io.quorate.server.replication;

import java.util.Optional;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;

/** Remembers whom this node last gave its vote, which Ratis tells nobody. Not for votes before. */
final class VotesCast implements ServerInterceptor {
  private record Vote(long term, String candidate) {}

  private volatile Vote last = new Vote(0, "");

  /** The candidate's peer id; empty = nobody that is remembered. */
  Optional<String> votedFor(long term) {
    Vote vote = last;
    return vote.term() == term ? Optional.of(vote.candidate()) : Optional.empty();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Watched<Q, R> watched = new Watched<>(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(watched, headers)) {
      @Override
      public void onMessage(Q message) {
        if (message instanceof RequestVoteRequestProto request && !request.getPreVote()) {
          watched.asked =
              new Vote(
                  request.getCandidateTerm(),
                  request.getServerRequest().getRequestorId().toStringUtf8());
        }
        super.onMessage(message);
      }
    };
  }

  private final class Watched<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private volatile Vote asked = new Vote(0, "");

    Watched(ServerCall<Q, R> call) {
      super(call);
    }

    @Override
    public void sendMessage(R message) {
      if (message instanceof RequestVoteReplyProto reply
          && reply.getServerReply().getSuccess()
          && asked.term() > 0) {
        last = asked;
      }
      super.sendMessage(message);
    }
  }
}
