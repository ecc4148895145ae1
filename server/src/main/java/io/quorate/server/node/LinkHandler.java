package io.quorate.server.node;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.ElectionAnswer;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.ForwardReply;
import io.quorate.proto.v1.ForwardRequest;
import io.quorate.proto.v1.ForwardResult;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.LinkHello;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.TermReply;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.replication.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what peers ask on their links. How much is in flight on a stream is bounded by the asking
 * side.
 */
public final class LinkHandler {
  private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);

  private final Replicator replicator;
  private final LinkAnswers answers;

  public LinkHandler(Replicator replicator, LinkAnswers answers) {
    this.replicator = replicator;
    this.answers = answers;
  }

  /** Serves one stream; returns where its frames go. */
  public StreamObserver<LinkFrame> serve(StreamObserver<LinkFrame> replies) {
    return new ServedStream((ServerCallStreamObserver<LinkFrame>) replies);
  }

  private final class ServedStream implements StreamObserver<LinkFrame> {
    private final ServerCallStreamObserver<LinkFrame>
        replies; // called under its own lock: answers come from any thread
    private String peer = ""; // of the greeting
    private boolean greeted; // only touched by the stream's callbacks, which gRPC calls one by one
    private boolean refused;

    ServedStream(ServerCallStreamObserver<LinkFrame> replies) {
      this.replies = replies;
      replies.setOnCancelHandler(() -> {}); // else an answer to a peer that is gone would throw
    }

    @Override
    public void onNext(LinkFrame frame) {
      if (refused) {
        return;
      }
      if (frame.hasHello()) {
        greet(frame);
      } else if (greeted) {
        answer(frame);
      } else {
        refuse("a stream between nodes begins with a hello");
      }
    }

    @Override
    public void onError(Throwable failure) {
      // The peer is gone. What it asked for goes on; the answers are dropped.
    }

    @Override
    public void onCompleted() {
      synchronized (replies) {
        if (!refused) {
          replies.onCompleted();
        }
      }
    }

    private void greet(LinkFrame frame) {
      LinkHello hello = frame.getHello();
      if (!hello.getTo().equals(replicator.self())) {
        refuse("this is node " + replicator.self() + ", not " + hello.getTo());
      } else if (!hello.getGroupId().equals(replicator.groupId())) {
        refuse(
            "this node is a member of group "
                + replicator.groupId()
                + ", not "
                + hello.getGroupId());
      } else {
        greeted = true;
        peer = hello.getFrom();
        var answer =
            LinkHello.newBuilder()
                .setGroupId(replicator.groupId())
                .setFrom(replicator.self())
                .setTo(hello.getFrom());
        reply(LinkFrame.newBuilder().setId(frame.getId()).setHello(answer));
      }
    }

    private void answer(LinkFrame frame) {
      try {
        switch (frame.getKindCase()) {
          case FORWARD -> reply(frame, forward(frame.getForward()));
          case TERM_REQUEST -> reply(frame, CompletableFuture.completedFuture(term()));
          case READ_INDEX_REQUEST ->
              reply(
                  frame,
                  answers
                      .readIndex()
                      .apply(frame.getReadIndexRequest())
                      .thenApply(index -> LinkFrame.newBuilder().setReadIndex(index)));
          case STATUS_REQUEST ->
              reply(LinkFrame.newBuilder().setId(frame.getId()).setStatus(answers.status().get()));
          case PROGRESS_WANTED -> answers.progressWanted().run();
          case PROGRESS -> answers.progress().accept(frame.getProgress());
          case LEADERSHIP_INTENT -> answers.intent().accept(frame.getLeadershipIntent());
          case ELECTION_QUESTION ->
              reply(
                  frame,
                  answers
                      .election()
                      .apply(peer, frame.getElectionQuestion())
                      .thenApply(answer -> LinkFrame.newBuilder().setElectionAnswer(answer)));
          case FORMER_LEADER ->
              reply(
                  frame,
                  answers
                      .formerLeader()
                      .apply(frame.getFormerLeader())
                      .thenApply(
                          done ->
                              LinkFrame.newBuilder()
                                  .setElectionAnswer(ElectionAnswer.getDefaultInstance())));
          case HELLO, FORWARDED, TERM, READ_INDEX, STATUS, ELECTION_ANSWER, ERROR, KIND_NOT_SET ->
              throw RequestException.invalid("not a question: " + frame.getKindCase());
        }
      } catch (RuntimeException e) {
        reply(LinkFrame.newBuilder().setId(frame.getId()).setError(errorOf(e)));
      }
    }

    private void reply(LinkFrame question, CompletableFuture<LinkFrame.Builder> answer) {
      var _ =
          answer.whenComplete(
              (frame, failure) ->
                  reply(
                      (frame == null ? LinkFrame.newBuilder().setError(errorOf(failure)) : frame)
                          .setId(question.getId())));
    }

    private void reply(LinkFrame.Builder frame) {
      LinkFrame built = frame.build();
      synchronized (replies) {
        if (!refused) {
          replies.onNext(built);
        }
      }
    }

    private void refuse(String reason) {
      synchronized (replies) {
        refused = true;
        replies.onError(Status.FAILED_PRECONDITION.withDescription(reason).asRuntimeException());
      }
    }
  }

  /**
   * Only a voter may confirm a leader. Asking the term is enough: a vote for another leader raises
   * the voter's term before it is granted.
   */
  private LinkFrame.Builder term() {
    if (!answers.sound().getAsBoolean()) {
      throw RequestException.unavailable("this node is halted and confirms no leader");
    }
    if (replicator.membership().allVoters().noneMatch(replicator.self()::equals)) {
      throw RequestException.unavailable("this node is not a voter and confirms no leader");
    }
    Leadership leadership = replicator.leadership();
    if (leadership.role() == Role.NONE) {
      throw RequestException.unavailable(
          "this node takes no part in its group now and confirms no leader");
    }
    return LinkFrame.newBuilder().setTerm(TermReply.newBuilder().setTerm(leadership.term()));
  }

  private CompletableFuture<LinkFrame.Builder> forward(ForwardRequest request) {
    List<CompletableFuture<ForwardResult>> results = new ArrayList<>(request.getWritesCount());
    for (WriteRequest write : request.getWritesList()) {
      results.add(
          write(write)
              .handle(
                  (reply, failure) ->
                      reply == null
                          ? ForwardResult.newBuilder().setError(errorOf(failure)).build()
                          : ForwardResult.newBuilder().setReply(reply).build()));
    }
    return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              var reply = ForwardReply.newBuilder();
              int room = Dialer.FRAME_BYTES - 1024 * results.size();
              for (CompletableFuture<ForwardResult> result : results) {
                ForwardResult fitting = fitting(result.join(), room);
                room -= fitting.getSerializedSize();
                reply.addResults(fitting);
              }
              return LinkFrame.newBuilder().setForwarded(reply);
            });
  }

  private CompletableFuture<WriteReply> write(WriteRequest write) {
    Leadership leadership = replicator.leadership();
    if (!leadership.leads()) {
      String leader =
          replicator.membership().peer(leadership.leader()).map(PeerAddress::grpc).orElse("");
      return CompletableFuture.failedFuture(
          RequestException.notLeader(
              leader, "the node that this write was forwarded to does not lead"));
    }
    return answers.write().apply(write, Deadline.ofRequest(write.getTimeoutMs()));
  }

  /** A frame over the limit would break the link and with it everything in flight. */
  private static ForwardResult fitting(ForwardResult result, int room) {
    if (result.getSerializedSize() <= room || result.hasError()) {
      return result;
    }
    String message =
        "applied, but its result of "
            + result.getSerializedSize()
            + " bytes is too large to be passed on; ask the leader itself";
    return ForwardResult.newBuilder()
        .setError(
            Error.newBuilder()
                .setCode(ErrorCode.TOO_LARGE)
                .setOutcome(Outcome.APPLIED)
                .setMessage(message)
                .setIndex(result.getReply().getToken().getIndex()))
        .build();
  }

  private static Error errorOf(@Nullable Throwable failure) {
    Throwable cause = failure == null ? null : Cause.of(failure);
    if (cause instanceof RequestException request) {
      return request.error();
    }
    LOG.error("answering a peer failed", cause);
    return Error.newBuilder()
        .setCode(ErrorCode.INTERNAL)
        .setOutcome(Outcome.UNKNOWN)
        .setMessage(String.valueOf(cause))
        .build();
  }
}
