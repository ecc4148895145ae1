package io.quorate.server.topology.status;

import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.OkToStopReply;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What stopping a node would do, told before it is done. A pure function of the view. */
final class OkToStop {
  /** A voter this far behind must catch up before its acknowledgement counts for anything new. */
  private static final long BEHIND_ENTRIES = 1000;

  private OkToStop() {}

  static OkToStopReply judge(ClusterView view, PeerAddress node) {
    Membership membership = view.membership();
    Set<String> before = view.liveVoters();
    Set<String> after = new HashSet<>(before);
    after.remove(node.id());
    OkToStopReply.Builder reply =
        OkToStopReply.newBuilder()
            .setFailureToleranceAfter(Math.max(0, ClusterView.tolerance(membership, after)));
    boolean voter = membership.allVoters().anyMatch(node.id()::equals);
    boolean answers = view.answers().containsKey(node.id());
    if (!answers) {
      reply.addConsequences(
          node.name() + " does not answer already: stopping it changes nothing for the others");
    } else if (view.leader().filter(leader -> leader.getNodeId().equals(node.id())).isPresent()) {
      reply.addConsequences(
          node.name()
              + " leads: a graceful stop hands leadership over first, writes pause for a moment");
    }
    if (!membership.isMajority(after)) {
      return reply
          .setOk(false)
          .setReason(noMajority(membership, node, before, after, voter))
          .build();
    }
    if (answers) {
      reply.addConsequences("writes with concern ALL are not acknowledged while it is stopped");
      if (voter) {
        reply.addConsequences(
            reply.getFailureToleranceAfter() == 0
                ? "no further voter may fail while it is stopped"
                : "then " + reply.getFailureToleranceAfter() + " more may fail");
      } else {
        reply.addConsequences(node.name() + " does not vote: majorities do not need it");
      }
    }
    if (voter) {
      lagging(view, after).ifPresent(reply::addConsequences);
    }
    return reply
        .setOk(true)
        .setReason(
            "the remaining voters that can be reached are a majority: " + names(membership, after))
        .build();
  }

  private static String noMajority(
      Membership membership,
      PeerAddress node,
      Set<String> before,
      Set<String> after,
      boolean voter) {
    if (!membership.isMajority(before)) {
      return "the cluster has no majority as it is: only "
          + names(membership, before)
          + " can be reached";
    }
    return after.isEmpty()
        ? node.name() + " is the only voter that can be reached: reads and writes would stop"
        : "without "
            + node.name()
            + " no majority would be left: only "
            + names(membership, after)
            + " of "
            + membership.allVoters().count()
            + " voters; reads and writes would stop"
            + (voter ? "" : " (it does not vote)");
  }

  private static Optional<String> lagging(ClusterView view, Set<String> after) {
    long front = view.leader().map(NodeStatus::getCommitIndex).orElse(0L);
    Set<String> current = new HashSet<>(after);
    current.removeIf(id -> front - view.appliedIndex(id) > BEHIND_ENTRIES);
    return view.membership().isMajority(current)
        ? Optional.empty()
        : Optional.of(
            "the remaining majority needs a voter that is behind: writes wait until it has caught"
                + " up; up to date are only "
                + names(view.membership(), current));
  }

  private static String names(Membership membership, Set<String> ids) {
    return ids.isEmpty()
        ? "none"
        : ids.stream().map(membership::nameOf).sorted().collect(Collectors.joining(", "));
  }
}
