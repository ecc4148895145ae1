package io.quorate.server.replication;

import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Proposed;
import io.quorate.ratis.Submission;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A follower applies a write though nothing follows it, on Ratis as we set it up. */
class CommitToldTest {
  private static final UUID GROUP = new UUID(7, 8);
  private static final Duration ELECTION_TIMEOUT = Duration.ofMillis(300);

  /** So that none brings the news. A learner does not mind. */
  private static final Duration HEARTBEAT_INTERVAL = Duration.ofHours(1);

  @TempDir Path directory;

  private final List<RaftServer> running = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (var server : running) {
      server.close();
    }
  }

  @Test
  void withoutAHeartbeat() throws Exception {
    var a = TestRatis.peer("a", TestRatis.freePort());
    var b = TestRatis.peer("b", TestRatis.freePort());
    var follower = start(b, new StartingGroup(GROUP, "b", List.of(a), List.of(b)));
    var leader = start(a, new StartingGroup(GROUP, "a", List.of(a), List.of(b)));
    Awaitility.await().until(() -> division(leader).getInfo().isLeaderReady());
    var requests = new RaftRequests("a", RaftGroupId.valueOf(GROUP));
    for (var write = 0; write < 10; write++) {
      var entry = new Entry(0, 0, List.of(Proposed.of(new Command.Noop())));
      leader
          .submitClientRequestAsync(requests.write(new Submission(entry, (_, _) -> {})))
          .get(10, TimeUnit.SECONDS);
      var applied = division(leader).getInfo().getLastAppliedIndex();
      Awaitility.await().until(() -> division(follower).getInfo().getLastAppliedIndex() >= applied);
    }
  }

  private static RaftServer.Division division(RaftServer server) throws IOException {
    return server.getDivision(RaftGroupId.valueOf(GROUP));
  }

  private RaftServer start(PeerAddress self, StartingGroup group) throws IOException {
    var folder = directory.resolve(self.id());
    var server =
        RatisServer.build(
            TestRatis.settings(
                folder.resolve("raft"),
                Integer.parseInt(self.raft().replaceFirst(".*:", "")),
                ELECTION_TIMEOUT,
                HEARTBEAT_INTERVAL),
            group,
            new ReplicationTracker(Runnable::run),
            new Fence(),
            TestRatis.host(folder.resolve("state")));
    server.start();
    running.add(server);
    return server;
  }
}
