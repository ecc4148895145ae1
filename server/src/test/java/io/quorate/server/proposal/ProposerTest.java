package io.quorate.server.proposal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.Applied;
import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Precondition;
import io.quorate.command.Result;
import io.quorate.command.TermIndex;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.node.FakeGroup;
import io.quorate.server.proposal.Proposer.Placed;
import io.quorate.server.replication.Committed;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Role;
import io.quorate.server.replication.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProposerTest {
  private static final Command PUT =
      new Command.Put(Bytes.utf8("key"), Bytes.utf8("value"), Precondition.NONE, 0, false);

  /** What was committed: at once, where the node leads and is ready. */
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  private final AtomicLong nanoTime = new AtomicLong();
  private final FakeGroup group = new FakeGroup("a", "a", "b", "c");

  private static final Applied APPLIED = new Applied(new Result.Done(), 1, false);

  private volatile int entryVersion = 1;
  private final Ticker ticker = new Ticker();
  private final Proposer proposer =
      new Proposer(
          group,
          new Proposer.Bounds(100, 1 << 20, 10, 1 << 16, 4),
          () -> entryVersion,
          () -> 0,
          System::currentTimeMillis,
          nanoTime::get,
          (commands, bytes) -> {},
          Runnable::run,
          ticker);

  @BeforeEach
  void commitAtOnce() {
    group.proposals =
        entry -> {
          if (!group.leadership().ready()) {
            return CompletableFuture.failedFuture(RequestException.unavailable("not ready"));
          }
          entries.add(entry);
          return CompletableFuture.completedFuture(
              new Committed(
                  new TermIndex(group.leadership().term(), entries.size()),
                  entry.commands().stream().map(each -> APPLIED).toList()));
        };
  }

  @AfterEach
  void close() {
    proposer.close();
    ticker.close();
  }

  @Test
  void whatArrivesWhileANodeTakesOverWaits() {
    group.become(new Leadership(Role.LEADER, 2, "a", false));
    CompletableFuture<Placed> first = proposer.propose(PUT, Deadline.after(Duration.ofSeconds(30)));
    CompletableFuture<Placed> second =
        proposer.propose(PUT, Deadline.after(Duration.ofSeconds(30)));
    assertThrows(
        java.util.concurrent.TimeoutException.class,
        () -> first.get(50, java.util.concurrent.TimeUnit.MILLISECONDS));
    group.leads(2);
    assertEquals(2, first.join().term());
    assertEquals(2, second.join().term());
  }

  @Test
  void anEntryIsOfTheVersionThatEveryMemberKnows() {
    group.leads(2);
    proposer.propose(PUT, Deadline.after(Duration.ofSeconds(30))).join();
    entryVersion = Entry.VERSION;
    proposer.propose(PUT, Deadline.after(Duration.ofSeconds(30))).join();
    assertEquals(List.of(1, Entry.VERSION), entries.stream().map(Entry::version).toList());
  }

  @Test
  void itEndsAtItsDeadlineAndIsNotSubmittedAfterwards() {
    group.become(new Leadership(Role.LEADER, 2, "a", false));
    CompletableFuture<Placed> late = proposer.propose(PUT, Deadline.after(Duration.ofMillis(30)));
    RequestException failure = refusal(late);
    assertEquals(ErrorCode.TIMEOUT, failure.error().getCode());
    assertEquals(Outcome.NOT_APPLIED, failure.error().getOutcome());
    group.leads(2);
    proposer.propose(PUT, Deadline.after(Duration.ofSeconds(30))).join();
    assertEquals(1, entries.stream().mapToInt(entry -> entry.commands().size()).sum());
  }

  @Test
  void oneThatTakesTooLongRefusesAllThatWaitAndAllThatComes() {
    group.become(new Leadership(Role.LEADER, 2, "a", false));
    List<CompletableFuture<Placed>> writes = new ArrayList<>();
    for (int number = 0; number < 25; number++) { // three entries
      writes.add(proposer.propose(PUT, Deadline.after(Duration.ofSeconds(30))));
    }
    Awaitility.await().until(() -> proposer.queued() < 25); // the first one waits
    nanoTime.addAndGet(Proposer.TAKE_OVER.toNanos());
    for (CompletableFuture<Placed> write : writes) {
      assertEquals(ErrorCode.UNAVAILABLE, refusal(write).error().getCode());
    }
    CompletableFuture<Placed> next = proposer.propose(PUT, Deadline.after(Duration.ofSeconds(30)));
    assertEquals(ErrorCode.UNAVAILABLE, refusal(next).error().getCode());
  }

  @Test
  void whatWaitsWhenItClosesIsNotApplied() {
    group.become(new Leadership(Role.LEADER, 2, "a", false));
    CompletableFuture<Placed> first = proposer.propose(PUT, Deadline.after(Duration.ofSeconds(30)));
    Awaitility.await().until(() -> proposer.queued() == 0); // it is held
    CompletableFuture<Placed> second =
        proposer.propose(PUT, Deadline.after(Duration.ofSeconds(30)));
    proposer.close();
    assertEquals(Outcome.NOT_APPLIED, refusal(first).error().getOutcome());
    assertEquals(Outcome.NOT_APPLIED, refusal(second).error().getOutcome());
  }

  @Test
  void aNodeThatLosesBeforeItHasTakenOverRefuses() {
    group.become(new Leadership(Role.LEADER, 2, "a", false));
    CompletableFuture<Placed> write = proposer.propose(PUT, Deadline.after(Duration.ofSeconds(30)));
    group.follows("b", 3);
    assertEquals(Outcome.NOT_APPLIED, refusal(write).error().getOutcome());
    assertTrue(entries.isEmpty());
    assertFalse(group.leadership().leads());
  }

  private static RequestException refusal(CompletableFuture<Placed> write) {
    CompletionException failure = assertThrows(CompletionException.class, write::join);
    return assertInstanceOf(RequestException.class, failure.getCause());
  }
}
