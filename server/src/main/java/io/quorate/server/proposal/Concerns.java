package io.quorate.server.proposal;

import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.ReplicationTracker;
import io.quorate.server.replication.Replicator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a committed write is held by as many members as its concern asks. Only ever after the
 * commit: when the time is up the write stays, and the answer says who has it.
 */
public final class Concerns {
  private final Replicator replicator;
  private final ReplicationTracker tracker;
  private volatile @Nullable Held lastHeld;

  /**
   * Who held an entry, by name: the same for all writes of an entry, which are answered together.
   */
  private record Held(Membership membership, long index, List<String> names) {}

  public Concerns(Replicator replicator, ReplicationTracker tracker) {
    this.replicator = replicator;
    this.tracker = tracker;
  }

  /** Refuses a concern that can never be met by this cluster. */
  public void check(Concern concern) {
    int members = memberIds(replicator.membership()).size();
    if (concern.getKind() == Concern.Kind.MEMBERS
        && (concern.getMembers() < 1 || concern.getMembers() > members)) {
      throw RequestException.invalid(
          "concern of " + concern.getMembers() + " members: the cluster has " + members);
    }
    if (concern.getKind() == Concern.Kind.UNRECOGNIZED) {
      throw RequestException.invalid("unknown write concern");
    }
  }

  /** Names of the members that hold the entry, once they are enough. */
  public CompletableFuture<List<String>> await(Concern concern, long index, Deadline deadline) {
    Membership membership = replicator.membership();
    if (isMetByTheCommit(concern)) {
      return CompletableFuture.completedFuture(held(membership, index));
    }
    Set<String> others = memberIds(membership);
    others.remove(replicator.self());
    Predicate<Set<String>> enough =
        switch (concern.getKind()) {
          case ALL -> holders -> holders.containsAll(others);
          case MEMBERS -> holders -> holders.size() + 1 >= concern.getMembers();
          case MAJORITY -> this::isMajority;
          case LOCAL, UNRECOGNIZED -> holders -> true;
        };
    CompletableFuture<Set<String>> held = tracker.await(index, concern.getApplied(), enough);
    if (!held.isDone()) {
      held = held.orTimeout(Math.max(1, deadline.remaining().toMillis()), TimeUnit.MILLISECONDS);
    }
    return held.handle(
        (holders, failure) -> {
          if (failure != null) {
            throw notMet(concern, index, others.size() + 1);
          }
          return names(membership, holders);
        });
  }

  private static boolean isMetByTheCommit(Concern concern) {
    return switch (concern.getKind()) {
      case MAJORITY -> !concern.getApplied();
      case LOCAL -> true;
      case ALL, MEMBERS, UNRECOGNIZED -> false;
    };
  }

  private List<String> held(Membership membership, long index) {
    Held last = lastHeld;
    if (last == null || last.index != index || !last.membership.equals(membership)) {
      last = new Held(membership, index, names(membership, tracker.holders(index, false)));
      lastHeld = last;
    }
    return last.names;
  }

  private boolean isMajority(Set<String> holders) {
    Set<String> all = new HashSet<>(holders);
    all.add(replicator.self());
    return replicator.membership().isMajority(all);
  }

  private static Set<String> memberIds(Membership membership) {
    Set<String> ids = new HashSet<>();
    Stream.concat(membership.allVoters(), membership.learners().stream()).forEach(ids::add);
    return ids;
  }

  private List<String> names(Membership membership, Set<String> holders) {
    return Stream.concat(Stream.of(replicator.self()), holders.stream())
        .map(membership::nameOf)
        .sorted()
        .toList();
  }

  private RequestException notMet(Concern concern, long index, int members) {
    List<String> have =
        names(replicator.membership(), tracker.holders(index, concern.getApplied()));
    int wanted = concern.getKind() == Concern.Kind.MEMBERS ? concern.getMembers() : members;
    return new RequestException(
        Error.newBuilder()
            .setCode(ErrorCode.CONCERN_NOT_MET)
            .setOutcome(Outcome.APPLIED)
            .setIndex(index)
            .addAllAcknowledgedBy(have)
            .setWanted(wanted)
            .setMessage(
                "committed at index "
                    + index
                    + " and "
                    + (concern.getApplied() ? "applied" : "held")
                    + " by "
                    + have
                    + "; wanted "
                    + wanted
                    + " members within the deadline. The write stays")
            .build());
  }
}
