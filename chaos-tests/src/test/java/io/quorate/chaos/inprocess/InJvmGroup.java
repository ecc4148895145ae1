package io.quorate.chaos.inprocess;

import io.quorate.chaos.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.util.CodeInjectionForTesting;
import org.jspecify.annotations.Nullable;

/**
 * Three servers in this JVM. The first leads whenever it can, is slow to notice that it has lost
 * the others, and can be cut off from them: then they elect another while it still believes to
 * lead.
 */
final class InJvmGroup implements AutoCloseable {
  private static final Duration SLOW_TO_NOTICE = Duration.ofSeconds(3);
  private static final Duration QUICK_TO_ELECT = Duration.ofMillis(300);

  private static final Duration QUIET = Duration.ofMillis(200);

  private final List<InJvmServer> servers = new ArrayList<>();
  private volatile @Nullable String cut;

  private InJvmGroup() {}

  static InJvmGroup start(Path folder) throws IOException {
    var peers = new ArrayList<RaftPeer>();
    for (var i = 1; i <= 3; i++) {
      peers.add(
          RaftPeer.newBuilder()
              .setId("n" + i)
              .setAddress("127.0.0.1:" + InJvmServer.freePort())
              .setPriority(i == 1 ? 1 : 0)
              .build());
    }
    var all = RaftGroup.valueOf(RaftGroupId.randomId(), peers);
    var group = new InJvmGroup();
    for (var point : List.of("RaftServerImpl.appendEntries", "RaftServerImpl.requestVote")) {
      CodeInjectionForTesting.put(point, group::refuseWhenCut);
    }
    for (var peer : peers) {
      var patience = peer.getPriority() == 1 ? SLOW_TO_NOTICE : QUICK_TO_ELECT;
      var server = InJvmServer.start(peer, all, folder.resolve(peer.getId().toString()), patience);
      group.servers.add(server);
    }
    return group;
  }

  private boolean refuseWhenCut(
      @Nullable Object local, @Nullable Object remote, Object... arguments) {
    if (isCut(String.valueOf(local), String.valueOf(remote))) {
      throw new IllegalStateException("cut");
    }
    return false;
  }

  /** Whether nothing passes between the two. */
  boolean isCut(String one, String other) {
    var current = cut;
    return current != null && (current.equals(one) || current.equals(other));
  }

  void isolateLeader() {
    cut = servers.getFirst().id();
  }

  void heal() {
    cut = null;
  }

  List<InJvmServer> servers() {
    return servers;
  }

  InJvmServer server(String id) {
    return servers.stream().filter(server -> server.id().equals(id)).findFirst().orElseThrow();
  }

  List<InJvmServer> othersThan(InJvmServer server) {
    return servers.stream().filter(other -> other != server).toList();
  }

  /** The first server, once all follow it. */
  InJvmServer leader() {
    var leader = servers.getFirst();
    Await.until(
        leader.id() + " leads",
        Duration.ofSeconds(60),
        () -> leader.leadsReady() && isFollowed(leader),
        () -> servers.stream().map(each -> each.id() + " term " + each.term()).toList().toString());
    return leader;
  }

  /**
   * Waits until nothing more is appended or committed: Ratis writes entries of its own after each
   * commit.
   */
  void awaitQuiet(InJvmServer leader) {
    var quietSince = new long[] {System.nanoTime(), -1};
    Await.until(
        "the log of " + leader.id() + " is quiet",
        Duration.ofSeconds(30),
        () -> {
          var last = leader.lastIndex();
          if (last != quietSince[1] || leader.commitIndex() != last) {
            quietSince[0] = System.nanoTime();
            quietSince[1] = last;
          }
          return System.nanoTime() - quietSince[0] > QUIET.toNanos();
        },
        () -> "last " + leader.lastIndex() + ", committed " + leader.commitIndex());
  }

  private boolean isFollowed(InJvmServer leader) {
    return servers.stream()
        .allMatch(
            each ->
                each.term() == leader.term()
                    && Optional.ofNullable(each.division().getInfo().getLeaderId())
                        .filter(id -> id.toString().equals(leader.id()))
                        .isPresent());
  }

  @Override
  public void close() throws IOException {
    for (var point : List.of("RaftServerImpl.appendEntries", "RaftServerImpl.requestVote")) {
      CodeInjectionForTesting.remove(point);
    }
    for (var server : servers) {
      server.close();
    }
  }
}
