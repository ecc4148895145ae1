package io.quorate.server.topology.bootstrap;

import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.HelloRequest;
import io.quorate.proto.v1.Identity;
import io.quorate.proto.v1.JoinReply;
import io.quorate.proto.v1.JoinRequest;
import io.quorate.server.error.StartupException;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.identity.Group;
import io.quorate.server.topology.identity.NodeIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the group that this node starts in: the one it is in, one that admits it, or one that it
 * founds with the initial members.
 */
public final class Bootstrap {
  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
  private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(1);

  /** A restart does not wait longer for members that are silent. */
  private static final Duration LOOK_ROUND = Duration.ofMillis(500);

  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LOG_EVERY = Duration.ofSeconds(5);

  private final NodeProfile profile;
  private final NodeIdentity identity;
  private final Standing standing;
  private final HelloClient client;
  private volatile String reason = "";
  private long loggedAt = System.nanoTime() - LOG_EVERY.toNanos();

  public Bootstrap(
      NodeProfile profile, NodeIdentity identity, Standing standing, HelloClient client) {
    this.profile = profile;
    this.identity = identity;
    this.standing = standing;
    this.client = client;
  }

  /**
   * Blocks until the group is known and recorded in the data directory; this node's gRPC port must
   * answer Hello meanwhile. It is a learner where the group lists it as one.
   *
   * @throws StartupException when the configuration can never work
   */
  public Group run() throws InterruptedException {
    identity.formed().ifPresent(this::requireOurs);
    while (true) {
      switch (standing.decide(identity.formed().isPresent() ? Map.of() : ask(HELLO_TIMEOUT))) {
        case Decision.Enter(var group) -> {
          LOG.info(
              "{} ({}) starts as {} of group {} with {}",
              profile.name(),
              identity.nodeId(),
              role(group),
              group.groupId(),
              group.peers().stream().map(Group.Member::name).toList());
          return group;
        }
        case Decision.Fail(var why) -> throw new StartupException(why);
        case Decision.Wait(var why) -> explain(why);
        case Decision.AskToJoin(var addresses) -> {
          Optional<Group> admitted = join(addresses);
          if (admitted.isPresent()) {
            identity.enter(admitted.get());
          }
        }
        case Decision.Found found ->
            throw new IllegalStateException("decided but not done: " + found);
      }
      if (identity.formed().isEmpty()) {
        Thread.sleep(ThreadLocalRandom.current().nextLong(50, 200));
      }
    }
  }

  /**
   * Whoever is told by most configured members that they are of one other group has the directory
   * of another cluster of the same name. Fewer may be wrong themselves; who is silent tells
   * nothing, nor does whoever has an address that once was a member's.
   */
  private void requireOurs(Group group) {
    Map<String, List<String>> others = new TreeMap<>();
    ask(LOOK_ROUND)
        .forEach(
            (name, heard) -> {
              Identity them = heard.reply().getSelf();
              String told = them.getGroup().getGroupId();
              if (them.getCluster().equals(profile.cluster())
                  && group.peers().stream().anyMatch(member -> member.name().equals(name))
                  && !told.isEmpty()
                  && !told.equals(group.groupId())) {
                others.computeIfAbsent(told, id -> new ArrayList<>()).add(name);
              }
            });
    others.forEach(
        (id, names) -> {
          if (names.size() > profile.initialMembers().size() / 2) {
            throw new StartupException(
                "this data directory belongs to another cluster named \"%s\": it is of group %s, and %s of %s are of group %s; correct node.data_dir, or give this node an empty directory: it joins them then"
                    .formatted(
                        profile.cluster(), group.groupId(), names, profile.memberList(), id));
          }
        });
  }

  private String role(Group group) {
    return group.peer(identity.nodeId()).filter(Group.Member::voter).isPresent()
        ? "voter"
        : "learner";
  }

  private Map<String, Standing.Heard> ask(Duration timeout) {
    long asked = standing.asking();
    HelloRequest request = HelloRequest.newBuilder().setFrom(self()).build();
    Map<String, CompletableFuture<HelloReply>> pending = new TreeMap<>();
    profile
        .initialMembers()
        .forEach(
            (name, address) -> {
              if (!name.equals(profile.name())) {
                pending.put(name, client.hello(address, request, timeout));
              }
            });
    Map<String, Standing.Heard> heard = new TreeMap<>();
    pending.forEach(
        (name, reply) ->
            outcome(reply).ifPresent(answer -> heard.put(name, new Standing.Heard(answer, asked))));
    return heard;
  }

  /**
   * The first admission that is granted. Which member leads may change meanwhile, so each is asked.
   */
  private Optional<Group> join(List<String> addresses) {
    JoinRequest request =
        JoinRequest.newBuilder()
            .setFrom(self())
            .setAsVoter(profile.intended().equals("voter"))
            .build();
    for (String address : addresses) {
      Optional<JoinReply> reply = outcome(client.join(address, request, JOIN_TIMEOUT));
      if (reply.isPresent() && reply.get().hasGroup()) {
        Group group = Group.of(reply.get().getGroup());
        if (group.peer(identity.nodeId()).filter(me -> !me.voter()).isPresent()) {
          return Optional.of(group);
        }
        explain(address + " admitted this node, but not as a learner: " + group);
      } else {
        explain(
            "waiting to be admitted by "
                + address
                + ": "
                + reply.map(answer -> answer.getError().getMessage()).orElse("no answer"));
      }
    }
    return Optional.empty();
  }

  private Identity self() {
    return profile.identity(identity.nodeId(), identity.rejoins());
  }

  private static <T> Optional<T> outcome(CompletableFuture<T> reply) {
    try {
      return Optional.of(reply.join());
    } catch (CompletionException | CancellationException silent) {
      return Optional.empty();
    }
  }

  /** A new reason at most once a second, the same one every five. */
  private void explain(String why) {
    Duration pause = why.equals(reason) ? LOG_EVERY : LOG_EVERY.dividedBy(5);
    long now = System.nanoTime();
    if (now - loggedAt >= pause.toNanos()) {
      LOG.info("{} does not serve yet: {}", profile.name(), why);
      loggedAt = now;
    }
    reason = why;
  }

  /** What the node waits for, for status; empty before the first round. */
  public String reason() {
    return reason;
  }
}
