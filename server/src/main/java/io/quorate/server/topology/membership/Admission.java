package io.quorate.server.topology.membership;

import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.Identity;
import io.quorate.proto.v1.JoinReply;
import io.quorate.proto.v1.JoinRequest;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.bootstrap.HelloClient;
import io.quorate.server.topology.identity.Group;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the cluster counts this node in, for as long as it hears of no leader. A node
 * that is not listed asks to be added: the leader that told it to start may have died before adding
 * it, or this node before it had caught up, with some of the log already here. Whether it was
 * removed instead is not for this node to judge: the leader knows, and then it asks no more and
 * says so.
 */
public final class Admission implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration SILENT = Duration.ofSeconds(3);
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(5);

  private final NodeProfile profile;
  private final Replicator replicator;
  private final PeerHealth health;
  private final HelloClient client;
  private final Supplier<Identity> self;
  private final Thread thread = Thread.ofVirtual().name("admission").unstarted(this::run);
  private final Said said = new Said();
  private volatile String exclusion = "";

  public Admission(
      NodeProfile profile,
      Replicator replicator,
      PeerHealth health,
      HelloClient client,
      Supplier<Identity> self) {
    this.profile = profile;
    this.replicator = replicator;
    this.health = health;
    this.client = client;
    this.self = self;
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why the cluster does not count this node in; empty when it does, as far as is known. */
  public String exclusion() {
    return exclusion;
  }

  /** One round. Blocks up to a second per silent node. */
  void check() {
    if (!isUnheard() && hearsOfALeader()) {
      countedIn();
      return;
    }
    Optional<HelloReply> member = ledMember();
    boolean listed =
        member
            .map(
                answer -> Group.of(answer.getSelf().getGroup()).peer(replicator.self()).isPresent())
            .orElse(true);
    if (listed) {
      countedIn();
    } else if (exclusion.isEmpty()) {
      ask(member.orElseThrow().getLeaderGrpc());
    }
  }

  /**
   * A learner keeps the last leader that it had, for it never campaigns: one that was replaced
   * while it staged this node will not be heard of any more.
   */
  private boolean hearsOfALeader() {
    return !replicator.leadership().leader().isEmpty()
        && replicator.sinceLeaderHeard().filter(since -> since.compareTo(SILENT) < 0).isPresent();
  }

  private void countedIn() {
    exclusion = "";
    said.clear();
  }

  /**
   * No log has come and no configuration counts this node in: the leader that was to add it may
   * have died before it could. (What it was started with lists it as a learner, what a full sync
   * brought with it may not.) Ratis counts an empty log's first entry as committed.
   */
  private boolean isUnheard() {
    return !replicator.membership().voters().contains(replicator.self())
        && replicator.commitIndex() <= 0;
  }

  /** Somebody in this group who knows a leader. */
  private Optional<HelloReply> ledMember() {
    Set<String> addresses = new LinkedHashSet<>(profile.initialMembers().values());
    replicator.membership().peers().stream().map(PeerAddress::grpc).forEach(addresses::add);
    addresses.remove(profile.grpc());
    for (String address : addresses) {
      Optional<HelloReply> answer =
          health
              .hello(address)
              .filter(reply -> !reply.getLeaderGrpc().isEmpty())
              .filter(
                  reply -> reply.getSelf().getGroup().getGroupId().equals(replicator.groupId()));
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }

  private void ask(String leader) {
    JoinRequest request =
        JoinRequest.newBuilder()
            .setFrom(self.get())
            .setAsVoter(profile.intended().equals("voter"))
            .build();
    try {
      JoinReply reply = client.join(leader, request, JOIN_TIMEOUT).join();
      if (reply.getRemoved()) {
        exclusion = reply.getError().getMessage();
        LOG.warn("{} ({}): {}", profile.name(), replicator.self(), exclusion);
      } else if (reply.hasError()) {
        say(leader + " does not add this node: " + reply.getError().getMessage());
      } else {
        say("this node is not counted in yet; " + leader + " was asked to add it");
      }
    } catch (CompletionException | CancellationException silent) {
      say(leader + " was asked to add this node and did not answer: " + silent.getMessage());
    }
  }

  private void say(String news) {
    if (said.isNews(profile.name(), news)) {
      LOG.info("{}", news);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
