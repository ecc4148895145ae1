package io.quorate.server.topology.bootstrap;

import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.Identity;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.identity.Group;
import io.quorate.server.topology.identity.NodeIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a node that looks for its group does next. {@link #decide} is a pure function of what the
 * node is and what others answered.
 */
public sealed interface Decision {
  /** Start in this group, of which this node is a peer. */
  record Enter(Group group) implements Decision {}

  /** Found the cluster with these voters: this node is the one that may, and all are ready. */
  record Found(List<Group.Member> voters) implements Decision {
    public Found {
      voters = List.copyOf(voters);
    }
  }

  /** The cluster exists without this node: ask to be admitted, the leader first. */
  record AskToJoin(List<String> addresses) implements Decision {
    public AskToJoin {
      addresses = List.copyOf(addresses);
    }
  }

  /** Ask again later. */
  record Wait(String reason) implements Decision {}

  /** It can never work as it is configured. */
  record Fail(String reason) implements Decision {}

  /**
   * {@code answers}: initial member → its answer to our Hello; silent ones are absent, this node
   * itself too.
   */
  static Decision decide(NodeProfile profile, NodeIdentity self, Map<String, HelloReply> answers) {
    Optional<Group> formed = self.formed();
    if (formed.isPresent()) {
      return new Enter(formed.get());
    }
    return misfit(profile, answers)
        .<Decision>map(Fail::new)
        .or(() -> existing(self, answers))
        .orElseGet(() -> founding(profile, self, answers));
  }

  private static Optional<String> misfit(NodeProfile profile, Map<String, HelloReply> answers) {
    for (Map.Entry<String, HelloReply> answer : answers.entrySet()) {
      Identity other = answer.getValue().getSelf();
      String at = answer.getKey() + " at " + profile.initialMembers().get(answer.getKey());
      if (other.getProtocol() != NodeProfile.PROTOCOL) {
        return Optional.of(
            at
                + " speaks node protocol "
                + other.getProtocol()
                + ", this node "
                + NodeProfile.PROTOCOL
                + "; run versions that fit");
      }
      if (!other.getCluster().equals(profile.cluster())) {
        return Optional.of(
            at
                + " belongs to cluster \""
                + other.getCluster()
                + "\", this node is configured for \""
                + profile.cluster()
                + "\"");
      }
      if (!other.getName().equals(answer.getKey())) {
        return Optional.of(
            "the initial members say " + at + ", but the node there is named " + other.getName());
      }
      if (!other.hasGroup() && !other.getInitialMembersList().equals(profile.memberList())) {
        return Optional.of(
            "the nodes that found a cluster must be configured with the same initial members: this"
                + " node has "
                + profile.memberList()
                + ", "
                + at
                + " has "
                + other.getInitialMembersList());
      }
    }
    return Optional.empty();
  }

  private static Optional<Decision> existing(NodeIdentity self, Map<String, HelloReply> answers) {
    List<HelloReply> members =
        answers.values().stream().filter(answer -> answer.getSelf().hasGroup()).toList();
    if (members.isEmpty()) {
      return Optional.empty();
    }
    for (HelloReply member : members) {
      Group group = Group.of(member.getSelf().getGroup());
      if (group.peer(self.nodeId()).isPresent()) {
        return Optional.of(new Enter(group));
      }
    }
    return Optional.of(
        new AskToJoin(
            Stream.concat(
                    members.stream()
                        .map(HelloReply::getLeaderGrpc)
                        .filter(leader -> !leader.isEmpty()),
                    members.stream().map(member -> member.getSelf().getGrpc()))
                .distinct()
                .toList()));
  }

  private static Decision founding(
      NodeProfile profile, NodeIdentity self, Map<String, HelloReply> answers) {
    if (!profile.isInitialMember()) {
      return new Wait(
          "this node is not among the initial members and joins when one of them knows a cluster: "
              + profile.memberList());
    }
    List<String> lost = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    List<Group.Member> voters = new ArrayList<>();
    for (Map.Entry<String, String> member : profile.initialMembers().entrySet()) {
      String name = member.getKey();
      HelloReply answer = answers.get(name);
      if (name.equals(profile.name())) {
        voters.add(Group.Member.of(profile.address(self.nodeId()), true));
        if (self.rejoins()) {
          lost.add(name);
        }
      } else if (answer == null) {
        silent.add(name + " (" + member.getValue() + ")");
      } else {
        Identity other = answer.getSelf();
        voters.add(
            new Group.Member(
                other.getNodeId(), name, other.getGrpc(), other.getRaft(), other.getHttp(), true));
        if (other.getRejoins()) {
          lost.add(name);
        }
      }
    }
    return ready(profile, lost, silent).<Decision>map(Wait::new).orElseGet(() -> new Found(voters));
  }

  private static Optional<String> ready(
      NodeProfile profile, List<String> lost, List<String> silent) {
    if (!silent.isEmpty()) {
      return Optional.of("waiting for " + String.join(", ", silent));
    }
    if (!lost.isEmpty()) {
      return Optional.of(
          "no member has the cluster's data, and "
              + String.join(", ", lost)
              + " had it once and lost the log: an empty cluster is not founded over it. Start a"
              + " member that has the data, restore a backup, or empty the data directories to"
              + " begin anew");
    }
    String founder = profile.initialMembers().firstKey();
    return founder.equals(profile.name())
        ? Optional.empty()
        : Optional.of("waiting for " + founder + " to found the cluster");
  }
}
