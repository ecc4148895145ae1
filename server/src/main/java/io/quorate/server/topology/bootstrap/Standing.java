package io.quorate.server.topology.bootstrap;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.Identity;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.identity.Group;
import io.quorate.server.topology.identity.NodeIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What this node belongs to, and the one lock under which it answers "I belong to nothing" and
 * under which it enters a group: an answer that was given before a restart of its sender cannot
 * undo a promise given since. See the package's note.
 */
public final class Standing {
  /** An answer and when, on this node's count of events, its question was asked. */
  record Heard(HelloReply reply, long asked) {}

  private final NodeProfile profile;
  private final NodeIdentity identity;
  private final Supplier<String> groupIds;

  /**
   * Name → identities that greeted us under it while we belonged to nothing → when each did so
   * first.
   */
  @GuardedBy("this")
  private final Map<String, Map<String, Long>> greetings = new HashMap<>();

  @GuardedBy("this")
  private long events;

  public Standing(NodeProfile profile, NodeIdentity identity) {
    this(profile, identity, () -> UUID.randomUUID().toString());
  }

  Standing(NodeProfile profile, NodeIdentity identity, Supplier<String> groupIds) {
    this.profile = profile;
    this.identity = identity;
    this.groupIds = groupIds;
  }

  /**
   * What to answer this caller: the group entered, or nothing, which holds off any older group that
   * its name stood for.
   */
  public synchronized Optional<Group> answer(Identity from) {
    if (identity.formed().isEmpty()) {
      greetings
          .computeIfAbsent(from.getName(), name -> new HashMap<>())
          .computeIfAbsent(from.getNodeId(), id -> ++events);
    }
    return identity.formed();
  }

  /** The count to remember with a question that is asked now. */
  synchronized long asking() {
    return events;
  }

  /**
   * Decides on what was heard and, if that is to enter or found a group, does so durably: then the
   * answer is Enter.
   */
  synchronized Decision decide(Map<String, Heard> heard) {
    Map<String, HelloReply> current = new HashMap<>();
    heard.forEach(
        (name, answer) -> {
          if (!isOutdated(name, answer)) {
            current.put(name, answer.reply());
          }
        });
    return switch (Decision.decide(profile, identity, current)) {
      case Decision.Found(var voters) -> enter(new Group(groupIds.get(), 1, voters));
      case Decision.Enter(var group) -> enter(group);
      case Decision other -> other;
    };
  }

  private Decision enter(Group group) {
    identity.enter(group);
    return new Decision.Enter(group);
  }

  /**
   * Another identity greeted us first under this name after the question: the one that answered is
   * gone.
   */
  @GuardedBy("this")
  private boolean isOutdated(String name, Heard answer) {
    String answered = answer.reply().getSelf().getNodeId();
    return greetings.getOrDefault(name, Map.of()).entrySet().stream()
        .anyMatch(
            greeting ->
                !greeting.getKey().equals(answered) && greeting.getValue() > answer.asked());
  }
}
