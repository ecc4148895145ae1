package io.quorate.server.replication;

import static io.quorate.server.topology.FakeReplicator.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.server.topology.FakeReplicator;
import io.quorate.store.CorruptStateException;
import io.quorate.store.StorageFullException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On a, a follower in {a, b, c}. Time stands still unless a test moves it. */
class DivisionKeeperTest {
  private final FakeReplicator raft = new FakeReplicator("a").voters("a", "b", "c").follow("b", 3);
  private final PlayedDivision division = new PlayedDivision();
  private final LocalState state = new LocalState(Runnable::run);
  private boolean hasSpace = true;
  private boolean takesWrites = true;
  private int declaredFull;
  private long nanos = -1_000_000_000_000L; // as nanoTime may
  private final DivisionKeeper keeper =
      new DivisionKeeper(
          raft,
          division,
          state,
          () -> hasSpace,
          () -> {
            declaredFull++;
            hasSpace = false;
          },
          () -> takesWrites,
          () -> nanos);

  /** Fails and stops as the test says; what it is told is recorded. */
  private static final class PlayedDivision implements DivisionLife {
    final List<String> told = new ArrayList<>();
    Optional<String> trouble = Optional.empty();
    @Nullable Throwable applyFailure;
    boolean logIsFull;
    boolean starting;
    boolean startFails;
    private boolean stopped;

    @Override
    public Optional<String> trouble() {
      return stopped ? Optional.empty() : trouble;
    }

    @Override
    public boolean isStarting() {
      return starting;
    }

    @Override
    public boolean logIsFull() {
      return logIsFull;
    }

    @Override
    public @Nullable Throwable applyFailure() {
      return applyFailure;
    }

    @Override
    public boolean isStopped() {
      return stopped;
    }

    @Override
    public void stop() {
      told.add("stop");
      stopped = true;
    }

    @Override
    public void start() throws IOException {
      told.add("start");
      if (startFails) {
        throw new IOException("it does not start");
      }
      stopped = false;
    }

    /** What was told since the last question. */
    List<String> news() {
      List<String> news = List.copyOf(told);
      told.clear();
      return news;
    }
  }

  private void pass(long ms) {
    nanos += TimeUnit.MILLISECONDS.toNanos(ms);
  }

  /** Looks once, this long after the last look. */
  private List<String> lookAfter(long ms) throws IOException {
    pass(ms);
    keeper.look();
    return division.news();
  }

  @Test
  void aHealthyDivisionIsLeftAlone() throws IOException {
    assertEquals(List.of(), lookAfter(0));
    assertEquals(List.of(), lookAfter(60_000));
    assertEquals(Optional.empty(), keeper.waitingFor());
  }

  @Test
  void aRoleThatDoesNotFitForOverASecondIsRepairedByARestart() throws IOException {
    raft.members(List.of(peer("b"), peer("c")), List.of(peer("a")));
    assertEquals(List.of(), lookAfter(0), "a follower that is listed as a learner");
    assertEquals(List.of(), lookAfter(1_000));
    assertEquals(List.of("stop", "start"), lookAfter(1));
    assertEquals(Optional.empty(), keeper.waitingFor());
  }

  @Test
  void aRoleThatFitsAgainInTimeIsNoReason() throws IOException {
    raft.members(List.of(peer("b"), peer("c")), List.of(peer("a")));
    assertEquals(List.of(), lookAfter(0));
    raft.voters("a", "b", "c");
    assertEquals(List.of(), lookAfter(900));
    raft.members(List.of(peer("b"), peer("c")), List.of(peer("a")));
    assertEquals(List.of(), lookAfter(900));
    assertEquals(List.of(), lookAfter(900), "it began anew");
    assertEquals(List.of("stop", "start"), lookAfter(200));
  }

  @Test
  void aLearnerThatWasPromotedIsRestarted() throws IOException {
    raft.become(new Leadership(Role.LEARNER, 3, "b", false));
    assertEquals(List.of(), lookAfter(0));
    assertEquals(List.of("stop", "start"), lookAfter(1_001));
  }

  @Test
  void noRoleIsStaleDuringAJointConfiguration() throws IOException {
    raft.become(new Leadership(Role.LEARNER, 3, "b", false));
    raft.joint(Set.of("a", "b"), Set.of("b", "c"));
    assertEquals(List.of(), lookAfter(0));
    assertEquals(List.of(), lookAfter(5_000));
  }

  @Test
  void aNodeThatWaitsAlthoughItIsCountedInIsRestarted() throws IOException {
    raft.become(new Leadership(Role.NONE, 3, "", false));
    assertEquals(List.of(), lookAfter(0));
    assertEquals(List.of(), lookAfter(2_000), "it is not starting, so it may be closing");
    division.starting = true;
    assertEquals(List.of(), lookAfter(0));
    assertEquals(List.of("stop", "start"), lookAfter(1_001));
  }

  @Test
  void aDivisionOnAFullDiskComesBackWhenThereIsRoom() throws IOException {
    division.trouble = Optional.of("the log cannot be written");
    division.logIsFull = true;
    assertEquals(List.of("stop"), lookAfter(0));
    assertEquals(Optional.of("disk_full"), keeper.waitingFor());
    assertEquals(1, declaredFull);
    assertEquals(List.of(), lookAfter(60_000), "full for as long as it takes");
    division.trouble = Optional.empty();
    hasSpace = true;
    assertEquals(List.of("start"), lookAfter(0), "at once");
    assertEquals(Optional.empty(), keeper.waitingFor());
  }

  @Test
  void aStateThatCouldNotBeWrittenForWantOfSpaceIsADiskFull() throws IOException {
    division.trouble = Optional.of("the division is CLOSED");
    division.applyFailure =
        new IllegalStateException(new StorageFullException("no space", new IOException()));
    assertEquals(List.of("stop"), lookAfter(0));
    assertEquals(Optional.of("disk_full"), keeper.waitingFor());
  }

  @Test
  void anyTroubleWhileTheDiskIsFullIsTakenForThat() throws IOException {
    hasSpace = false;
    division.trouble = Optional.of("the log is closed");
    assertEquals(List.of("stop"), lookAfter(0));
    assertEquals(Optional.of("disk_full"), keeper.waitingFor());
  }

  @Test
  void aDivisionThatKeepsFailingIsRestartedLaterAndLater() throws IOException {
    division.trouble = Optional.of("the division is EXCEPTION");
    for (long wait : List.of(200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L)) {
      assertEquals(List.of("stop"), lookAfter(0));
      assertEquals(Optional.of("the division is EXCEPTION"), keeper.waitingFor());
      assertEquals(List.of(), lookAfter(wait - 1), "before " + wait + " ms");
      assertEquals(List.of("start"), lookAfter(1), "after " + wait + " ms");
    }
  }

  @Test
  void aDivisionThatWasWellInBetweenIsRestartedQuicklyAgain() throws IOException {
    division.trouble = Optional.of("the log is closed");
    assertEquals(List.of("stop"), lookAfter(0));
    assertEquals(List.of("start"), lookAfter(200));
    division.trouble = Optional.empty();
    assertEquals(List.of(), lookAfter(100));
    division.trouble = Optional.of("the log is closed");
    assertEquals(List.of("stop"), lookAfter(0));
    assertEquals(List.of("start"), lookAfter(200));
  }

  @Test
  void aRestartThatFailsIsTriedAgainASecondLater() throws IOException {
    division.trouble = Optional.of("the log is closed");
    assertEquals(List.of("stop"), lookAfter(0));
    division.startFails = true;
    pass(200);
    assertThrows(IOException.class, keeper::look);
    assertEquals(List.of("start"), division.news());
    assertEquals(Optional.of("the log is closed"), keeper.waitingFor());
    division.startFails = false;
    assertEquals(List.of(), lookAfter(999));
    assertEquals(List.of("start"), lookAfter(1));
    assertEquals(Optional.empty(), keeper.waitingFor());
  }

  @Test
  void whileTheDiskTakesNoWritesNothingIsDoneThatWouldWaitForIt() throws IOException {
    division.trouble = Optional.of("the log cannot be written");
    takesWrites = false;
    assertEquals(List.of(), lookAfter(60_000));
    takesWrites = true;
    assertEquals(List.of("stop"), lookAfter(0));
    takesWrites = false;
    assertEquals(List.of(), lookAfter(60_000));
    takesWrites = true;
    assertEquals(List.of("start"), lookAfter(0));
  }

  @Test
  void aDamagedStateHaltsTheNodeForGood() throws IOException {
    division.trouble = Optional.of("the division is CLOSED");
    division.applyFailure =
        new IllegalStateException(new CorruptStateException("000012.sst is damaged"));
    assertEquals(List.of("stop"), lookAfter(0));
    String reason = String.valueOf(state.haltedBecause());
    assertTrue(
        reason.startsWith("000012.sst is damaged. ") && reason.endsWith(DivisionKeeper.RESYNC),
        reason);
    assertEquals(List.of(), lookAfter(60_000));
  }

  @Test
  void aHaltedNodeTakesNoPart() throws IOException {
    state.halt("a read found damage");
    assertEquals(List.of("stop"), lookAfter(0));
    assertEquals(Optional.of("the node has halted"), keeper.waitingFor());
    assertEquals(List.of(), lookAfter(60_000));
  }

  @Test
  void aNodeThatWasRemovedStopsAndStaysStopped() throws IOException {
    raft.voters("b", "c");
    division.trouble = Optional.of("the division is CLOSED");
    assertEquals(List.of("stop"), lookAfter(0));
    assertEquals(Optional.of("removed"), keeper.waitingFor());
    assertEquals(List.of(), lookAfter(60_000));
  }

  @Test
  void aNodeThatLeavesByAJointConfigurationIsNotRemovedYet() throws IOException {
    raft.joint(Set.of("b", "c"), Set.of("a", "b", "c"));
    division.trouble = Optional.of("the division is CLOSED");
    assertEquals(List.of("stop"), lookAfter(0));
    assertEquals(List.of("start"), lookAfter(200));
  }
}
