package io.quorate.server.topology.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quorate.command.Entry;
import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.Identity;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.topology.EntryVersions;
import io.quorate.server.topology.FakeNetwork;
import io.quorate.server.topology.FakeReplicator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** As the leader a of voters {a, b} and learner c. */
class VersionCensusTest {
  private static final PeerAddress B = FakeReplicator.peer("b");
  private static final PeerAddress C = FakeReplicator.peer("c");

  private final FakeReplicator raft =
      new FakeReplicator("a")
          .members(List.of(FakeReplicator.peer("a"), B), List.of(C))
          .lead(5)
          .current("b", "c");
  private final FakeNetwork network = new FakeNetwork();
  private final AtomicInteger applied = new AtomicInteger(1);
  private final EntryVersions versions = new EntryVersions(applied::get);
  private final VersionCensus census =
      new VersionCensus(
          raft, new PeerHealth(raft, network, Identity::getDefaultInstance), versions);

  private void runs(PeerAddress address, PeerAddress peer, int version) {
    var self = FakeNetwork.identity(peer).toBuilder().setEntryVersion(version);
    var reply = HelloReply.newBuilder().setSelf(self).build();
    network.answers(address.grpc(), request -> reply);
  }

  @Test
  void entriesAreOfTodayOnceEveryMemberKnowsThem() {
    assertEquals(1, versions.usable());
    runs(B, B, Entry.VERSION);
    runs(C, C, 0);
    census.look();
    assertEquals(1, versions.usable(), "the learner is of the first version");
    runs(C, C, Entry.VERSION + 1);
    census.look();
    assertEquals(Entry.VERSION, versions.usable());
    census.forget();
    assertEquals(1, versions.usable(), "until it leads again");
  }

  @Test
  void whoIsSilentMayBeOlder() {
    runs(B, B, Entry.VERSION);
    census.look();
    assertEquals(1, versions.usable(), "c does not answer");
    runs(C, C, Entry.VERSION);
    raft.silent("c");
    census.look();
    assertEquals(1, versions.usable(), "another process answers in its place, maybe");
    raft.current("c");
    runs(C, FakeReplicator.peer("c2", "c"), Entry.VERSION);
    census.look();
    assertEquals(1, versions.usable(), "another node answers in its place");
  }

  @Test
  void whatTheLogHasEverybodyKnows() {
    applied.set(Entry.VERSION);
    census.look();
    assertEquals(Entry.VERSION, versions.usable());
  }
}
