package io.quorate.server.topology.membership;

import io.quorate.command.Entry;
import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.Identity;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.EntryVersions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every member which log entries it can apply, until all can apply those of today. */
final class VersionCensus {
  private static final Logger LOG = LoggerFactory.getLogger(VersionCensus.class);

  private final Replicator replicator;
  private final PeerHealth health;
  private final EntryVersions versions;
  private final Said said = new Said();

  VersionCensus(Replicator replicator, PeerHealth health, EntryVersions versions) {
    this.replicator = replicator;
    this.health = health;
    this.versions = versions;
  }

  /** The newest version of log entries that the node with this identity applies. */
  static int of(Identity node) {
    // The first version did not say its number.
    return Math.max(1, node.getEntryVersion());
  }

  /** The version that a member of this group must be able to apply. */
  int needed() {
    return versions.usable();
  }

  /** Called on a node that does not lead, now and then. */
  void forget() {
    versions.forget();
    said.clear();
  }

  /** On the leader, now and then. Blocks up to a second for each member. */
  void look() {
    if (versions.usable() >= Entry.VERSION) {
      return;
    }
    int least = Entry.VERSION;
    for (PeerAddress peer : replicator.membership().peers()) {
      if (peer.id().equals(replicator.self())) {
        continue;
      }
      // Whoever is silent may be older, and comes back.
      Optional<HelloReply> answer =
          health.isInTouch(peer.id()) ? health.hello(peer.grpc()) : Optional.empty();
      if (answer.filter(reply -> reply.getSelf().getNodeId().equals(peer.id())).isEmpty()) {
        say(peer, peer.name() + " has not said which it applies");
        return;
      }
      int known = of(answer.get().getSelf());
      if (known < Entry.VERSION) {
        say(peer, peer.name() + " applies none above version " + known);
      }
      least = Math.min(least, known);
    }
    versions.allKnow(least);
    if (least == Entry.VERSION) {
      LOG.info("log entries are of version {}: every member applies them", least);
    }
  }

  private void say(PeerAddress holder, String why) {
    if (said.isNews(holder.id(), why)) {
      LOG.info("log entries stay at version {} of {}: {}", needed(), Entry.VERSION, why);
    }
  }
}
