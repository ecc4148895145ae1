package io.quorate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.TermIndex;
import io.quorate.server.node.FakeGroup;
import io.quorate.server.node.FakeLinks;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressReportTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // it wraps
  private final FakeGroup group = new FakeGroup("a", "a", "b", "c").follows("b", 3);
  private final FakeLinks links = new FakeLinks();
  private long index = 5;
  private final ProgressReport report =
      new ProgressReport(
          group, () -> new TermIndex(3, index), () -> TermIndex.NONE, links, nanos::get);

  @Test
  void unaskedItTellsEveryTenthLook() {
    assertEquals(2, reportsOf(20));
    assertEquals("b", links.told.getLast().peer());
    assertEquals(index, links.told.getLast().news().getProgress().getAppliedIndex());
  }

  @Test
  void askedItTellsWhateverMovesForASecond() {
    report.wanted();
    assertEquals(20, reportsOf(20));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertEquals(2, reportsOf(20));
  }

  @Test
  void askedItTellsAgainWhatMayHaveBeenLost() {
    for (int i = 0; i < 20; i++) {
      report.run();
    }
    assertEquals(1, links.told.size());
    report.wanted();
    for (int i = 0; i < 20; i++) {
      report.run();
    }
    assertEquals(3, links.told.size());
  }

  @Test
  void aLeaderTellsNobody() {
    group.leads(3);
    report.wanted();
    assertEquals(0, reportsOf(20));
  }

  @Test
  void whileSomebodyWaitsTheLeaderAsksTheOthersFourTimesASecond() {
    var isWaiting = new AtomicBoolean();
    var wish = new ProgressWish(group.leads(3), isWaiting::get, links, nanos::get);
    wish.run();
    assertEquals(0, links.told.size(), "nobody waits");
    isWaiting.set(true);
    for (int ms = 0; ms < 1000; ms++) {
      wish.run();
      nanos.addAndGet(Duration.ofMillis(1).toNanos());
    }
    assertEquals(4, links.told.stream().filter(told -> told.peer().equals("b")).count());
    assertEquals(4, links.told.stream().filter(told -> told.peer().equals("c")).count());
    assertEquals(8, links.told.size());
    assertTrue(links.told.stream().allMatch(told -> told.news().hasProgressWanted()));
  }

  private int reportsOf(int looks) {
    int before = links.told.size();
    for (int i = 0; i < looks; i++) {
      index++;
      report.run();
    }
    return links.told.size() - before;
  }
}
