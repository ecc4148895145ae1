package io.quorate.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CommitNewsTest {
  private static final long MS = 1_000_000;
  private static final long HEARTBEAT_MS = 50;

  private final CommitNews news = new CommitNews();

  @Test
  void aCommitIsTellableOnceAnAppendHasHadTheTimeToBringIt() {
    assertFalse(news.isDue(7, 0));
    assertFalse(news.isDue(7, 2 * MS - 1));
    assertTrue(news.isDue(7, 2 * MS));

    news.sent(7);
    assertFalse(news.isDue(7, 100 * MS));
  }

  @Test
  void anAppendThatBringsItSparesTheNews() {
    assertFalse(news.isDue(7, 0));
    news.sent(7);
    assertFalse(news.isDue(7, 10 * MS));
  }

  @Test
  void theOldestUntoldCommitCounts() {
    assertFalse(news.isDue(7, 0));
    assertFalse(news.isDue(8, MS));
    assertTrue(news.isDue(8, 2 * MS));
  }

  @Test
  void patienceBeginsAnewAfterEachNews() {
    assertFalse(news.isDue(7, 0));
    news.sent(7);
    assertFalse(news.isDue(8, 10 * MS));
    assertTrue(news.isDue(8, 12 * MS));
  }

  @Test
  void theAppenderWaitsUntilItIsDueAndNoLongerThanItWould() {
    assertEquals(2, news.waitMs(7, 0, HEARTBEAT_MS));
    assertEquals(1, news.waitMs(7, 1 * MS + 1, HEARTBEAT_MS));
    assertEquals(0, news.waitMs(7, 5 * MS, HEARTBEAT_MS));
    assertEquals(1, news.waitMs(7, 0, 1));

    news.sent(7);
    assertEquals(HEARTBEAT_MS, news.waitMs(7, 5 * MS, HEARTBEAT_MS));
  }

  @Test
  void whatIsOverdueStaysOverdue() {
    assertEquals(-5, news.waitMs(7, 0, -5));
    assertEquals(-5, news.waitMs(7, 5 * MS, -5));
    assertEquals(0, news.waitMs(7, 5 * MS, 0));
  }

  @Test
  void anAppendWithAnOlderIndexIsNoNews() {
    news.sent(7);
    news.sent(3);
    assertFalse(news.isDue(7, 10 * MS));
  }
}
