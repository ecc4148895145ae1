package io.quorate.server;

import io.quorate.proto.v1.ElectionAnswer;
import io.quorate.proto.v1.ElectionQuestion;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.server.error.Deadline;
import io.quorate.server.failover.FastFailover;
import io.quorate.server.failover.Sight;
import io.quorate.server.node.Links;
import io.quorate.server.replication.LeaderHistory.Led;
import io.quorate.server.replication.RaftReplicator;
import io.quorate.server.topology.leadership.Testimonies;
import io.quorate.server.topology.leadership.Testimony;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** What this node and the other voters see of a former leader, asked over the node links. */
record VotersTestimonies(
    RaftReplicator replicator, FastFailover failover, Links links, Executor threads)
    implements Testimonies {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  @Override
  public Testimony of(Led former, long term) {
    String self = replicator.self();
    LinkFrame question =
        LinkFrame.newBuilder()
            .setElectionQuestion(
                ElectionQuestion.newBuilder().setFormer(former.leader()).setTerm(term))
            .build();
    Map<String, CompletableFuture<LinkFrame>> asked = new HashMap<>();
    replicator
        .membership()
        .allVoters()
        .filter(voter -> !voter.equals(self))
        .forEach(voter -> asked.put(voter, links.ask(voter, question, Deadline.after(PATIENCE))));
    Map<String, Sight> sights = new HashMap<>();
    if (!former.leader().isEmpty() && !former.leader().equals(self)) {
      see(sights, self, failover.sight(former.leader()));
    }
    int votes = 1;
    for (var answer : asked.entrySet()) {
      ElectionAnswer said = said(answer.getValue());
      votes += said.getVoted() ? 1 : 0;
      if (!answer.getKey().equals(former.leader())) {
        see(sights, answer.getKey(), Sight.of(said.getSight()));
      }
    }
    failover
        .sawGone(former.leader(), former.term())
        .forEach(witness -> sights.put(witness, Sight.GONE));
    return new Testimony(sights, votes);
  }

  private static void see(Map<String, Sight> sights, String who, Sight sight) {
    if (sight != Sight.UNKNOWN) {
      sights.put(who, sight);
    }
  }

  private static ElectionAnswer said(CompletableFuture<LinkFrame> answer) {
    try {
      return answer.join().getElectionAnswer();
    } catch (CompletionException | CancellationException silent) {
      return ElectionAnswer.getDefaultInstance();
    }
  }

  /** What this node says when another one asks. */
  CompletableFuture<ElectionAnswer> answer(String asking, ElectionQuestion question) {
    return CompletableFuture.supplyAsync(
        () -> {
          boolean voted =
              replicator.votedFor(question.getTerm()).filter(asking::equals).isPresent();
          String former = question.getFormer();
          Sight sight =
              former.isEmpty() || former.equals(replicator.self())
                  ? Sight.UNKNOWN
                  : failover.sight(former);
          return ElectionAnswer.newBuilder().setVoted(voted).setSight(sight.word()).build();
        },
        threads);
  }
}
