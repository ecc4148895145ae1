package io.quorate.server.read;

import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.ReadIndexRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.node.Cause;
import io.quorate.server.node.LinkException;
import io.quorate.server.node.Links;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Replicator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the leader for a read index, on a node that does not lead. Any thread; never blocks. */
final class RemoteReadIndex {
  private record Question(String leader, CompletableFuture<ReadPoint> answer) {}

  private final Replicator replicator;
  private final Links links;
  private final LongSupplier nanoTime;
  private final Map<Consistency, SharedRounds<ReadPoint>> rounds;
  private final Set<Question> inFlight = ConcurrentHashMap.newKeySet();

  RemoteReadIndex(Replicator replicator, Links links, LongSupplier nanoTime) {
    this.replicator = replicator;
    this.links = links;
    this.nanoTime = nanoTime;
    this.rounds =
        Map.of(
            Consistency.LINEARIZABLE, new SharedRounds<>(() -> ask(Consistency.LINEARIZABLE)),
            Consistency.LEASE, new SharedRounds<>(() -> ask(Consistency.LEASE)),
            Consistency.BOUNDED, new SharedRounds<>(() -> ask(Consistency.BOUNDED)));
    replicator.onLeadershipChange(this::abandonOldLeaders);
  }

  /**
   * The leader's answer to a question that is sent after this call. Its instant is the sending less
   * the age that the leader reports: older than the truth, never younger. Fails with UNAVAILABLE
   * when no leader is known or it does not answer.
   *
   * @param level LINEARIZABLE, LEASE or BOUNDED
   */
  CompletableFuture<ReadPoint> get(Consistency level) {
    return Objects.requireNonNull(rounds.get(level), level::name).join();
  }

  private CompletableFuture<ReadPoint> ask(Consistency level) {
    Leadership leadership = replicator.leadership();
    if (leadership.leader().isEmpty() || leadership.leader().equals(replicator.self())) {
      return CompletableFuture.failedFuture(
          RequestException.unavailable("this node knows no leader"));
    }
    var question = new Question(leadership.leader(), new CompletableFuture<>());
    inFlight.add(question);
    var request = ReadIndexRequest.newBuilder().setConsistency(level);
    // The leader may have to wait for a round in flight, and then for its own.
    Deadline deadline = Deadline.after(replicator.minElectionTimeout().multipliedBy(3));
    long sent = nanoTime.getAsLong();
    var _ =
        links
            .ask(
                question.leader,
                LinkFrame.newBuilder().setReadIndexRequest(request).build(),
                deadline)
            .whenComplete(
                (frame, failure) -> {
                  if (frame != null && frame.hasReadIndex()) {
                    var reply = frame.getReadIndex();
                    long age = reply.getConfirmedAgeMs() * 1_000_000;
                    question.answer.complete(
                        new ReadPoint(reply.getTerm(), reply.getIndex(), sent - age, false));
                  } else {
                    question.answer.completeExceptionally(
                        toRequestException(question.leader, failure));
                  }
                });
    return question.answer.whenComplete((_, _) -> inFlight.remove(question));
  }

  /**
   * Nothing more is expected of a leader that was replaced, and what it would say is only older
   * than the next one's answer.
   */
  private void abandonOldLeaders() {
    String leader = replicator.leadership().leader();
    for (Question question : inFlight) {
      if (!question.leader.equals(leader)) {
        // Not on this thread, which must not be blocked by what follows.
        var _ =
            question.answer.completeAsync(
                () -> {
                  throw RequestException.unavailable("the leader changed");
                });
      }
    }
  }

  private RequestException toRequestException(String leader, @Nullable Throwable failure) {
    Throwable cause = failure == null ? null : Cause.of(failure);
    return switch (cause) {
      case RequestException request -> request;
      case LinkException link ->
          RequestException.unavailable(
              "the leader "
                  + replicator.membership().nameOf(leader)
                  + " gave no read index: "
                  + link.getMessage());
      case null, default ->
          RequestException.unavailable("the leader's answer was no read index: " + cause);
    };
  }
}
