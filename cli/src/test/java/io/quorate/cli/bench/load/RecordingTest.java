package io.quorate.cli.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordingTest {
  /** Its answers and failures say what they are. */
  private static final class Told implements Target {
    @Override
    public CompletableFuture<?> put(byte[] key, byte[] value) {
      throw new AssertionError("nothing is sent here");
    }

    @Override
    public CompletableFuture<?> get(byte[] key) {
      throw new AssertionError("nothing is sent here");
    }

    @Override
    public boolean isHit(@Nullable Object answer) {
      return "hit".equals(answer);
    }

    @Override
    public Failure failure(Throwable cause) {
      return new Failure(String.valueOf(cause.getMessage()), cause instanceof AssertionError);
    }
  }

  private final FakeClock clock = new FakeClock();
  private final Recording recording = new Recording(clock);
  private final Target target = new Told();

  private boolean ended(Kind kind, @Nullable Object answer, @Nullable Throwable thrown) {
    return recording.ended(kind, clock.nanos(), target, answer, thrown);
  }

  @Test
  void failuresAreCountedByTheirCodeAndUnknownOutcomesApart() {
    assertFalse(ended(Kind.PUT, null, new IllegalStateException("REFUSED")));
    assertFalse(ended(Kind.PUT, null, new AssertionError("TIMEOUT")));
    assertFalse(ended(Kind.PUT, null, new CompletionException(new AssertionError("TIMEOUT"))));
    assertFalse(ended(Kind.GET, null, new AssertionError("TIMEOUT")));
    assertEquals(
        Map.of(
            new Failed(Kind.PUT, "REFUSED", false),
            1L,
            new Failed(Kind.PUT, "TIMEOUT", true),
            2L,
            new Failed(Kind.GET, "TIMEOUT", false),
            1L),
        recording.interval().failures());
  }

  @Test
  void aGetThatFindsNothingIsAnError() {
    assertTrue(ended(Kind.GET, "hit", null));
    assertFalse(ended(Kind.GET, "miss", null));
    assertTrue(ended(Kind.PUT, "miss", null));
    var interval = recording.interval();
    assertEquals(2, interval.operations());
    assertEquals(Map.of(new Failed(Kind.GET, "NOT_FOUND", false), 1L), interval.failures());
  }

  @Test
  void anIntervalHasWhatEndedSinceTheLastOne() {
    ended(Kind.PUT, "done", null);
    ended(Kind.PUT, null, new IllegalStateException("REFUSED"));
    recording.notSent(4);
    var first = recording.interval();
    clock.pass(7);
    ended(Kind.PUT, "done", null);
    var second = recording.interval();
    assertEquals(1, first.operations());
    assertEquals(1, first.errors());
    assertEquals(4, first.notSent());
    assertEquals(1, second.operations());
    assertEquals(0, second.errors());
    assertEquals(0, second.notSent());
    assertEquals(TimeUnit.MILLISECONDS.toNanos(7), second.nanos());
  }

  @Test
  void theLongestAndTheShortestLatencyFit() {
    var began = clock.nanos();
    assertTrue(recording.ended(Kind.PUT, began + 5, target, "done", null));
    clock.pass(TimeUnit.DAYS.toMillis(30));
    assertTrue(recording.ended(Kind.PUT, began, target, "done", null));
    var latencies = recording.interval().latencies().put();
    assertEquals(0, latencies.getMinValue());
    assertEquals(1.0, latencies.getMaxValue() / (double) TimeUnit.DAYS.toNanos(1), 0.001);
  }
}
