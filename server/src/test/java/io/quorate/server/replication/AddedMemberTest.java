package io.quorate.server.replication;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.server.RaftServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learner that was added counts as a member at once, on Ratis as we set it up. */
class AddedMemberTest {
  private static final UUID GROUP = new UUID(5, 6);
  private static final Duration ELECTION_TIMEOUT = Duration.ofMillis(300);

  @TempDir Path directory;

  private final List<RaftServer> running = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (var server : running) {
      server.close();
    }
  }

  @Test
  void oneThatIsDownDoesNotHoldUpTheNext() throws Exception {
    var a = TestRatis.peer("a", TestRatis.freePort());
    var b = TestRatis.peer("b", TestRatis.freePort());
    var c = TestRatis.peer("c", TestRatis.freePort());
    var leader = start(a, new StartingGroup(GROUP, "a", List.of(a), List.of()));
    Awaitility.await().until(() -> division(leader).getInfo().isLeaderReady());
    var requests = new RaftRequests("a", RaftGroupId.valueOf(GROUP));

    var second = start(b, new StartingGroup(GROUP, "b", List.of(a), List.of(b)));
    change(leader, requests.setConfiguration(List.of(a), List.of(b)));
    awaitSame(leader, second);
    running.remove(second);
    second.close();

    start(c, new StartingGroup(GROUP, "c", List.of(a), List.of(c)));
    change(leader, requests.setConfiguration(List.of(a), List.of(b, c)));

    // And the leader still sends to the one that was down.
    var again = start(b, new StartingGroup(GROUP, "b", List.of(a), List.of(b)));
    awaitSame(leader, again);
  }

  private static void change(RaftServer leader, SetConfigurationRequest request) throws Exception {
    var reply = leader.setConfigurationAsync(request).get(30, TimeUnit.SECONDS);
    assertTrue(reply.isSuccess(), reply::toString);
  }

  private static void awaitSame(RaftServer leader, RaftServer other) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                division(other).getInfo().getLastAppliedIndex()
                    == division(leader).getInfo().getLastAppliedIndex());
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
                ELECTION_TIMEOUT),
            group,
            new ReplicationTracker(Runnable::run),
            new Fence(),
            TestRatis.host(folder.resolve("state")));
    server.start();
    running.add(server);
    return server;
  }
}
