package io.quorate.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Proposed;
import io.quorate.command.TermIndex;
import io.quorate.engine.View;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ReadOptions;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.proposal.CheckedWrite;
import io.quorate.server.proposal.Writes;
import io.quorate.server.read.Reads;
import io.quorate.server.replication.Committed;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replica;
import io.quorate.server.replication.Replicator;
import io.quorate.server.replication.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final String TAGS = "{cluster=\"shop\",node=\"n1\"}";
  private static final CheckedWrite ANY =
      new CheckedWrite(WriteRequest.getDefaultInstance(), Proposed.of(new Command.Noop()));
  private final Metrics metrics = new Metrics("shop", "n1", "id-1");

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void raftIsReadWhenScraped() {
    FakeRaft raft = new FakeRaft();
    metrics.raft(raft, raft);
    assertSample("quorate_raft_term" + TAGS, "3.0");
    assertSample("quorate_raft_leader" + TAGS, "1.0");
    assertSample("quorate_raft_commit_index" + TAGS, "12.0");
    assertSample("quorate_applied_index" + TAGS, "11.0");
    assertSample("quorate_durable_index" + TAGS, "7.0");
    raft.leadership = new Leadership(Role.FOLLOWER, 4, "id-2", false);
    assertSample("quorate_raft_term" + TAGS, "4.0");
    assertSample("quorate_raft_leader" + TAGS, "0.0");
  }

  @Test
  void lagIsToldPerPeerWhileThisNodeLeads() {
    AtomicReference<List<PeerLag>> lags =
        new AtomicReference<>(
            List.of(new PeerLag("n2", 0.5, 10, 2048), new PeerLag("n3", 0, 0, 0)));
    metrics.replication(lags::get, () -> 99);
    assertSample(
        "quorate_replication_lag_seconds{cluster=\"shop\",node=\"n1\",peer=\"n2\"}", "0.5");
    assertSample(
        "quorate_replication_lag_entries{cluster=\"shop\",node=\"n1\",peer=\"n2\"}", "10.0");
    assertSample(
        "quorate_replication_lag_bytes{cluster=\"shop\",node=\"n1\",peer=\"n2\"}", "2048.0");
    assertSample("quorate_replication_operations_total" + TAGS, "99.0");
    lags.set(List.of());
    assertFalse(
        metrics.scrape().contains("peer=\"n2\""), "the lag of a peer that is no longer followed");
  }

  @Test
  void writesAreTimedByOutcome() {
    AtomicInteger calls = new AtomicInteger();
    Writes writes =
        metrics.metered(
            (Writes)
                (request, deadline) ->
                    switch (calls.incrementAndGet()) {
                      case 1 -> CompletableFuture.completedFuture(WriteReply.getDefaultInstance());
                      case 2 ->
                          CompletableFuture.failedFuture(RequestException.overloaded(20, "full"));
                      case 3 -> throw RequestException.unavailable("thrown");
                      default -> CompletableFuture.failedFuture(new IllegalStateException());
                    });
    for (int i = 0; i < 4; i++) {
      var _ = writes.write(ANY, Deadline.ofRequest(0));
    }
    for (String outcome : List.of("ok", "overloaded", "unavailable", "internal")) {
      assertSample(
          "quorate_write_seconds_count{cluster=\"shop\",node=\"n1\",outcome=\"" + outcome + "\"}",
          "1");
    }
  }

  @Test
  void readsAreTimedByConsistencyAndPassThrough() {
    ReadReply reply =
        ReadReply.newBuilder()
            .setGet(io.quorate.proto.v1.GetResult.newBuilder().setFound(true))
            .build();
    Reads reads =
        metrics.metered(
            new Reads() {
              @Override
              public CompletableFuture<ReadReply> read(ReadRequest request, Deadline deadline) {
                return CompletableFuture.completedFuture(reply);
              }

              @Override
              public CompletableFuture<PinnedScan> scan(ScanRequest request, Deadline deadline) {
                return CompletableFuture.failedFuture(RequestException.unavailable("no"));
              }
            });
    ReadRequest eventual =
        ReadRequest.newBuilder()
            .setOptions(ReadOptions.newBuilder().setConsistency(Consistency.EVENTUAL))
            .build();
    assertSame(reply, reads.read(eventual, Deadline.ofRequest(0)).join());
    var _ = reads.scan(ScanRequest.getDefaultInstance(), Deadline.ofRequest(0));
    assertSample(
        "quorate_read_seconds_count{cluster=\"shop\",consistency=\"eventual\",node=\"n1\",outcome=\"ok\"}",
        "1");
    assertSample(
        "quorate_read_seconds_count{cluster=\"shop\",consistency=\"linearizable\",node=\"n1\",outcome=\"unavailable\"}",
        "1");
  }

  @Test
  void theRestIsThereToo() {
    metrics.proposals(() -> 17);
    metrics.entryProposed(100, 5000);
    metrics.pinnedPages(() -> 3);
    metrics.openViews(() -> 4);
    metrics.links(() -> 2);
    metrics.transfers(() -> 1024, () -> 2048, () -> 1);
    assertSample("quorate_proposal_queue_operations" + TAGS, "17.0");
    assertSample("quorate_proposal_entry_operations_sum" + TAGS, "100.0");
    assertSample("quorate_proposal_entry_size_bytes_sum" + TAGS, "5000.0");
    assertSample("quorate_reads_pinned" + TAGS, "3.0");
    assertSample("quorate_state_views" + TAGS, "4.0");
    assertSample("quorate_links_connected" + TAGS, "2.0");
    assertSample("quorate_transfer_sent_bytes_total" + TAGS, "1024.0");
    assertSample("quorate_transfer_received_bytes_total" + TAGS, "2048.0");
    assertSample("quorate_transfer_completed_total" + TAGS, "1.0");
    assertTrue(metrics.scrape().contains("jvm_memory_used_bytes"), "the JVM's own");
    assertTrue(metrics.scrape().contains("process_files_open_files"), "the process's own");
  }

  @Test
  void onlyOurOwnRatisMemberIsShown() {
    for (String member : List.of("id-1@group-A", "id-2@group-A")) {
      Counter.builder("quorate.ratis.test")
          .tag(Metrics.RATIS_MEMBER, member)
          .register(io.micrometer.core.instrument.Metrics.globalRegistry)
          .increment();
    }
    String text = metrics.scrape();
    assertTrue(text.contains("ratis_member=\"id-1@group-A\""), text);
    assertFalse(text.contains("ratis_member=\"id-2@group-A\""), text);
  }

  private void assertSample(String name, String value) {
    String text = metrics.scrape();
    String line = text.lines().filter(it -> it.startsWith(name + " ")).findFirst().orElse("");
    assertEquals(
        name + " " + value,
        line,
        () -> "in\n" + text.lines().filter(it -> it.startsWith("quorate")).toList());
  }

  /** Only what gauges read. */
  private static final class FakeRaft implements Replicator, Replica {
    volatile Leadership leadership = new Leadership(Role.LEADER, 3, "id-1", true);

    @Override
    public String self() {
      return "id-1";
    }

    @Override
    public String groupId() {
      return "group";
    }

    @Override
    public Leadership leadership() {
      return leadership;
    }

    @Override
    public boolean isTakingOver() {
      return false;
    }

    @Override
    public Membership membership() {
      return new Membership(Set.of("id-1", "id-2", "id-3"), Set.of(), Set.of(), List.of());
    }

    @Override
    public long commitIndex() {
      return 12;
    }

    @Override
    public TermIndex applied() {
      return new TermIndex(3, 11);
    }

    @Override
    public TermIndex durable() {
      return new TermIndex(3, 7);
    }

    @Override
    public Duration minElectionTimeout() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Committed> propose(Entry entry) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> setConfiguration(
        Collection<PeerAddress> voters, Collection<PeerAddress> learners) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String target, Duration timeout) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long matchIndex(String peer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Duration> sinceLeaderHeard() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Duration> sinceLastReply(String peer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void onLeadershipChange(Runnable listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public View view() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> awaitApplied(long index) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long generation() {
      throw new UnsupportedOperationException();
    }
  }
}
