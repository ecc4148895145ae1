package io.quorate.client.internal;

import io.quorate.client.ReadPreference;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Chooses the node for the next attempt of a call. Only touched by the loop. */
final class Router {
  /**
   * How often NEAREST asks another node, so that it notices when that has become the nearer one.
   */
  private static final double EXPLORE = 0.03;

  private final Members members;
  private int turn;

  Router(Members members) {
    this.members = members;
  }

  /** Null when there is none to send it to now. */
  @Nullable Node pick(Call call) {
    if (call.request instanceof Request.Page page) {
      var node = members.at(page.address());
      return node != null && node.isUp() ? node : null;
    }
    if (call.request instanceof Request.Read read) {
      return pick(read.preference(), call.lastNode);
    }
    if (call.request instanceof Request.Connection connection) {
      return pick(connection.preference(), members.at(connection.except()));
    }
    // Any node takes a write and forwards it.
    return pick(ReadPreference.PRIMARY_PREFERRED, call.lastNode);
  }

  private @Nullable Node pick(ReadPreference preference, @Nullable Node last) {
    var leader = members.leader();
    if (preference == ReadPreference.PRIMARY_PREFERRED
        && leader != null
        && leader.isHealthy()
        && leader != last) {
      return leader; // The common case, without looking at the others.
    }
    var candidates = members.candidates();
    Predicate<Node> primary = node -> node == leader;
    return switch (preference) {
      case PRIMARY -> leader != null && leader.isUp() ? leader : null;
      case PRIMARY_PREFERRED -> preferring(candidates, primary, last);
      case SECONDARY ->
          inTurn(matching(candidates, primary.negate().and(node -> node.member)), last);
      case SECONDARY_PREFERRED -> preferring(candidates, primary.negate(), last);
      case NEAREST -> nearest(candidates, last);
    };
  }

  private @Nullable Node preferring(
      List<Node> candidates, Predicate<Node> wanted, @Nullable Node last) {
    var first = matching(candidates, wanted.and(node -> node.isHealthy() && node != last));
    return inTurn(first.isEmpty() ? candidates : first, last);
  }

  /**
   * The next one, but not {@code last}, one that is suspected or one that does not serve, if there
   * are others.
   */
  private @Nullable Node inTurn(List<Node> candidates, @Nullable Node last) {
    if (candidates.isEmpty()) {
      return null;
    }
    var best = matching(candidates, node -> node.isHealthy() && node.serving && node != last);
    if (best.isEmpty()) {
      best = matching(candidates, node -> node != last);
    }
    var among = best.isEmpty() ? candidates : best;
    return among.get(Math.floorMod(turn++, among.size()));
  }

  private @Nullable Node nearest(List<Node> candidates, @Nullable Node last) {
    if (last != null || ThreadLocalRandom.current().nextDouble() < EXPLORE) {
      return inTurn(candidates, last);
    }
    return matching(candidates, node -> node.isHealthy() && node.serving).stream()
        .min(Comparator.comparingLong(node -> node.reads.smoothed()))
        .orElseGet(() -> inTurn(candidates, null));
  }

  private static List<Node> matching(List<Node> nodes, Predicate<Node> wanted) {
    return nodes.stream().filter(wanted).toList();
  }
}
