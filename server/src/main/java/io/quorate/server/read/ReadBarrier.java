package io.quorate.server.read;

import io.quorate.engine.View;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.ReadOptions;
import io.quorate.proto.v1.Token;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.node.Cause;
import io.quorate.server.proposal.GroupToken;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Replica;
import io.quorate.server.replication.Replicator;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns a level of consistency into a basis that the local state has reached, and judges it after
 * the view was read.
 */
final class ReadBarrier {
  /** The freshest proof this node has had, with the state it was of. */
  private record Known(ReadPoint point, long generation) {}

  private final Replicator replicator;
  private final Replica replica;
  private final ReadPoints points;
  private final LeaderLease lease;
  private final LongSupplier nanoTime;
  private volatile @Nullable Known known;

  ReadBarrier(
      Replicator replicator,
      Replica replica,
      ReadPoints points,
      LeaderLease lease,
      LongSupplier nanoTime) {
    this.replicator = replicator;
    this.replica = replica;
    this.points = points;
    this.lease = lease;
    this.nanoTime = nanoTime;
  }

  /**
   * Completes once the local state has reached the basis.
   *
   * @param strict a first attempt did not pass {@link #staleness}: rest on nothing but a fresh
   *     confirmation
   */
  CompletableFuture<Basis> await(ReadOptions options, Deadline deadline, boolean strict) {
    return switch (options.getConsistency()) {
      case LINEARIZABLE -> confirmed(deadline);
      case LEASE -> strict ? confirmed(deadline) : leased(deadline);
      case BOUNDED -> bounded(options.getMaxStalenessMs(), deadline, strict);
      case AT_LEAST -> {
        if (!options.hasToken()) {
          throw RequestException.invalid("AT_LEAST needs a token");
        }
        yield atToken(options.getToken(), deadline);
      }
      case SESSION ->
          options.hasToken()
              ? atToken(options.getToken(), deadline)
              : CompletableFuture.completedFuture(new Basis.Local());
      case EVENTUAL -> CompletableFuture.completedFuture(new Basis.Local());
      case UNRECOGNIZED ->
          throw RequestException.invalid("unknown consistency " + options.getConsistencyValue());
    };
  }

  /**
   * The proven bound of what was read from the view, in milliseconds: 0 = none possible, -1 =
   * nothing proven. Empty when the basis does not hold any more and a stricter one may. Throws when
   * none can.
   */
  OptionalLong staleness(Basis basis, View view) {
    return switch (basis) {
      case Basis.Local _ -> OptionalLong.of(provenStaleness(view));
      case Basis.AtToken(Token token) -> {
        checkOnHistory(token, view);
        yield OptionalLong.of(provenStaleness(view));
      }
      case Basis.Confirmed _ -> OptionalLong.of(0);
      case Basis.Leased(ReadPoint point) ->
          point.own() && !stillLeased(point.term())
              ? OptionalLong.empty()
              : OptionalLong.of(point.ageMs(nanoTime.getAsLong()));
      case Basis.Bounded(ReadPoint point, long most, boolean fresh) -> {
        long age = point.ageMs(nanoTime.getAsLong());
        if (age <= most) {
          yield OptionalLong.of(age);
        }
        if (!fresh) {
          yield OptionalLong.empty();
        }
        throw notMet(
            "at most "
                + most
                + " ms old was asked for; a fresh confirmation proves "
                + age
                + " ms");
      }
    };
  }

  private CompletableFuture<Basis> confirmed(Deadline deadline) {
    return reach(
        points
            .get(Consistency.LINEARIZABLE, deadline)
            .thenApply(this::learn)
            .thenApply(Basis.Confirmed::new),
        deadline);
  }

  private CompletableFuture<Basis> leased(Deadline deadline) {
    return reach(
        points.get(Consistency.LEASE, deadline).thenApply(this::learn).thenApply(Basis.Leased::new),
        deadline);
  }

  /**
   * The proof at hand when it is young enough; else the leader's last; in the strict case one made
   * for this read.
   */
  private CompletableFuture<Basis> bounded(int maxStalenessMs, Deadline deadline, boolean strict) {
    long most = Integer.toUnsignedLong(maxStalenessMs);
    ReadPoint atHand = known();
    if (!strict
        && atHand != null
        && atHand.index() <= replica.applied().index()
        && atHand.ageMs(nanoTime.getAsLong()) <= most) {
      return CompletableFuture.completedFuture(new Basis.Bounded(atHand, most, false));
    }
    Consistency level = strict ? Consistency.LINEARIZABLE : Consistency.BOUNDED;
    CompletableFuture<Basis.Bounded> basis =
        points
            .get(level, deadline)
            .thenApply(this::learn)
            .thenApply(point -> new Basis.Bounded(point, most, strict));
    return reach(basis.exceptionallyCompose(failure -> failed(most, failure)), deadline);
  }

  private static CompletableFuture<Basis.Bounded> failed(long most, Throwable failure) {
    Throwable cause = Cause.of(failure);
    boolean nobodyAnswered =
        cause instanceof TimeoutException
            || (cause instanceof RequestException request
                && request.error().getCode() == ErrorCode.UNAVAILABLE);
    return CompletableFuture.failedFuture(
        nobodyAnswered
            ? notMet(
                "at most "
                    + most
                    + " ms old was asked for, and no leader proved any bound: "
                    + cause.getMessage())
            : cause);
  }

  private static RequestException notMet(String message) {
    return RequestException.of(ErrorCode.STALENESS_NOT_MET, Outcome.NOT_APPLIED, message);
  }

  private CompletableFuture<Basis> atToken(Token token, Deadline deadline) {
    if (token.getIndex() < 0 || token.getTerm() < 0 || token.getEpoch() < 0) {
      throw RequestException.invalid("not a token");
    }
    if (!token.getGroup().equals(GroupToken.bytes(replicator.groupId()))) {
      throw RequestException.of(
          ErrorCode.WRITE_LOST,
          Outcome.NOT_APPLIED,
          "the token is of another group: its history is not this one's");
    }
    if (token.getIndex() > replica.applied().index()) {
      // A token that can never come must not be waited for.
      try (View view = replica.view()) {
        checkOnHistory(token, view);
      }
    }
    return reach(CompletableFuture.completedFuture(new Basis.AtToken(token)), deadline);
  }

  private static void checkOnHistory(Token token, View view) {
    if (view.onHistory(token.getEpoch(), token.getTerm(), token.getIndex())) {
      return;
    }
    String position =
        "epoch " + token.getEpoch() + ", term " + token.getTerm() + ", index " + token.getIndex();
    throw token.getEpoch() < view.epoch()
        ? RequestException.of(
            ErrorCode.EPOCH_CHANGED,
            Outcome.NOT_APPLIED,
            "the token ("
                + position
                + ") is from before epoch "
                + view.epoch()
                + " and not part of it")
        : RequestException.of(
            ErrorCode.WRITE_LOST,
            Outcome.NOT_APPLIED,
            "the token (" + position + ") is not on this history: that write was lost");
  }

  private <B extends Basis> CompletableFuture<Basis> reach(
      CompletableFuture<B> basis, Deadline deadline) {
    return basis.thenCompose(
        reached -> {
          CompletableFuture<Void> applied = replica.awaitApplied(reached.index());
          if (!applied.isDone()) {
            applied.orTimeout(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
          }
          return applied.thenApply(_ -> reached);
        });
  }

  private boolean stillLeased(long term) {
    Leadership now = replicator.leadership();
    return now.ready() && now.term() == term && lease.held(term).isPresent();
  }

  private long provenStaleness(View view) {
    ReadPoint point = known();
    return point != null && point.index() <= view.applied().index()
        ? point.ageMs(nanoTime.getAsLong())
        : -1;
  }

  private ReadPoint learn(ReadPoint point) {
    Known before = known;
    long generation = replica.generation();
    // Racing threads may keep the older of two: it is true as well.
    if (before == null
        || before.generation != generation
        || point.asOfNanos() - before.point.asOfNanos() > 0) {
      known = new Known(point, generation);
    }
    return point;
  }

  private @Nullable ReadPoint known() {
    Known now = known;
    return now != null && now.generation == replica.generation() ? now.point : null;
  }
}
