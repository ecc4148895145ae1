package io.quorate.server.read;

import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.ReadIndexReply;
import io.quorate.proto.v1.ReadIndexRequest;
import io.quorate.proto.v1.TermRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.node.Links;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Why asking for terms is enough. Let the leader of term t take its commit index, then ask the
 * voters, and a majority (of both configurations while two are in force) answer that they are at
 * t. A later leader needs votes of a majority, so of one of those that answered, and a vote raises
 * the voter's term before it is granted: that leader was elected after the answer, hence after the
 * read arrived. Whatever was acknowledged before the read was therefore acknowledged by this
 * leader, or by an earlier one; the former is at or below the commit index taken, the latter below
 * the first entry of term t, which a ready leader has applied.
 *
 * The index is taken before the questions go out: a read that arrived before is covered by it, and
 * later reads wait for the next round.
 */

/** Proves on the leader that it still leads. Any thread; never blocks. */
public final class ReadIndex implements AutoCloseable {
  private final Replicator replicator;
  private final Links links;
  private final LongSupplier nanoTime;
  private final LeaderLease lease;
  private final SharedRounds<ReadPoint> rounds = new SharedRounds<>(this::round);
  private final LeaseRenewal renewal;

  public ReadIndex(Replicator replicator, Links links) {
    this(replicator, links, System::nanoTime);
  }

  ReadIndex(Replicator replicator, Links links, LongSupplier nanoTime) {
    this.replicator = replicator;
    this.links = links;
    this.nanoTime = nanoTime;
    this.lease = new LeaderLease(replicator.minElectionTimeout().toNanos(), nanoTime);
    this.renewal = new LeaseRenewal(replicator.minElectionTimeout().dividedBy(3), this::confirm);
  }

  public LeaderLease lease() {
    return lease;
  }

  /**
   * By a round that begins after this call. Fails with NOT_LEADER when this node does not lead (any
   * more), with UNAVAILABLE when it is not ready or no majority answered within an election
   * time-out.
   */
  CompletableFuture<ReadPoint> confirm() {
    return rounds.join();
  }

  /** By the lease when it holds after the commit index was taken, else by a round. */
  CompletableFuture<ReadPoint> leased() {
    renewal.asked();
    Leadership leadership = replicator.leadership();
    long index = replicator.commitIndex();
    if (!leadership.ready()) {
      return confirm();
    }
    return lease
        .held(leadership.term())
        .map(
            round ->
                CompletableFuture.completedFuture(
                    new ReadPoint(round.term(), index, round.asOfNanos(), true)))
        .orElseGet(this::confirm);
  }

  /** The last round of this term when it is at most an election time-out old, else a new one. */
  CompletableFuture<ReadPoint> recent() {
    renewal.asked();
    Leadership leadership = replicator.leadership();
    if (!leadership.ready()) {
      return confirm();
    }
    return lease
        .lastConfirmed(leadership.term())
        .filter(
            round ->
                nanoTime.getAsLong() - round.asOfNanos()
                    < replicator.minElectionTimeout().toNanos())
        .map(CompletableFuture::completedFuture)
        .orElseGet(this::confirm);
  }

  /** For a node that does not lead. */
  public CompletableFuture<ReadIndexReply> answer(ReadIndexRequest request) {
    CompletableFuture<ReadPoint> point =
        switch (request.getConsistency()) {
          case LINEARIZABLE -> confirm();
          case LEASE -> leased();
          case BOUNDED -> recent();
          case SESSION, AT_LEAST, EVENTUAL, UNRECOGNIZED ->
              CompletableFuture.failedFuture(
                  RequestException.invalid(
                      "no read index is needed for " + request.getConsistency()));
        };
    return point.thenApply(
        proof ->
            ReadIndexReply.newBuilder()
                .setTerm(proof.term())
                .setIndex(proof.index())
                .setConfirmedAgeMs(proof.ageMs(nanoTime.getAsLong()))
                .build());
  }

  @Override
  public void close() {
    renewal.close();
  }

  private CompletableFuture<ReadPoint> round() {
    Leadership leadership = replicator.leadership();
    if (!leadership.ready()) {
      return CompletableFuture.failedFuture(notReady(leadership));
    }
    long sent = nanoTime.getAsLong();
    var point = new ReadPoint(leadership.term(), replicator.commitIndex(), sent, true);
    Round round = new Round(point, replicator.membership());
    round.ask();
    return round.outcome;
  }

  private RequestException notReady(Leadership leadership) {
    return leadership.leads()
        ? RequestException.unavailable(
            "this node was elected in term " + leadership.term() + " and is not ready yet")
        : notLeader("this node does not lead");
  }

  private RequestException notLeader(String message) {
    String leader =
        replicator
            .membership()
            .peer(replicator.leadership().leader())
            .filter(peer -> !peer.id().equals(replicator.self()))
            .map(PeerAddress::grpc)
            .orElse("");
    return RequestException.notLeader(leader, message);
  }

  /** The answers to one round of questions. */
  private final class Round {
    final CompletableFuture<ReadPoint> outcome = new CompletableFuture<>();
    private final ReadPoint point;
    private final Membership membership; // as of the beginning
    private final Set<String> confirmed = new HashSet<>(); // guarded by this
    private final Set<String> possible; // guarded by this

    Round(ReadPoint point, Membership membership) {
      this.point = point;
      this.membership = membership;
      this.possible = new HashSet<>(membership.allVoters().toList());
    }

    void ask() {
      String self = replicator.self();
      answered(self, point.term());
      List<String> others = membership.allVoters().filter(voter -> !voter.equals(self)).toList();
      Duration patience = replicator.minElectionTimeout();
      LinkFrame question =
          LinkFrame.newBuilder()
              .setTermRequest(TermRequest.newBuilder().setTerm(point.term()))
              .build();
      for (String voter : others) {
        if (outcome.isDone()) {
          return;
        }
        var _ =
            links
                .ask(voter, question, Deadline.after(patience))
                .whenComplete(
                    (answer, failure) -> {
                      if (answer != null && answer.hasTerm()) {
                        answered(voter, answer.getTerm().getTerm());
                      } else {
                        failed(voter, failure);
                      }
                    });
      }
    }

    private void answered(String voter, long term) {
      if (term > point.term()) {
        outcome.completeExceptionally(
            notLeader(
                "node "
                    + membership.nameOf(voter)
                    + " is at term "
                    + term
                    + ", this node led in "
                    + point.term()));
      } else if (term < point.term()) {
        failed(voter, null);
      } else if (isConfirmedWith(voter)) {
        conclude();
      }
    }

    private synchronized boolean isConfirmedWith(String voter) {
      return confirmed.add(voter) && membership.isMajority(confirmed);
    }

    private void conclude() {
      Leadership now = replicator.leadership();
      if (now.ready() && now.term() == point.term()) {
        lease.confirmed(point);
        outcome.complete(point);
      } else {
        outcome.completeExceptionally(
            notLeader("this node lost its leadership of term " + point.term()));
      }
    }

    private void failed(String voter, @Nullable Throwable failure) {
      boolean hopeless;
      synchronized (this) {
        possible.remove(voter);
        hopeless = !membership.isMajority(possible);
      }
      if (hopeless) {
        String why =
            failure == null
                ? ""
                : "; node " + membership.nameOf(voter) + ": " + failure.getMessage();
        outcome.completeExceptionally(
            RequestException.unavailable("no majority of the voters confirms this leader" + why));
      }
    }
  }
}
