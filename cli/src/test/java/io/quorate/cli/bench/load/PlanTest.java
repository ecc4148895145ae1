package io.quorate.cli.bench.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  @Test
  void keysAreInTheOrderOfTheirNumbers() {
    var keys = new Keys("bench/", Keys.MOST);
    assertEquals("bench/0000000000", text(keys.key(0)));
    assertEquals("bench/0000000907", text(keys.key(907)));
    assertEquals("bench/0099999999", text(keys.key(Keys.MOST - 1)));
    assertEquals("bench/0100000000", text(keys.key(keys.count())));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Keys("bench/", 0));
    assertThrows(IllegalArgumentException.class, () -> new Keys("bench/", Keys.MOST + 1));
    var keys = new Keys("bench/", 1);
    assertThrows(IllegalArgumentException.class, () -> new Plan(keys, -1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Plan(keys, 1, 1.5, 1));
    assertThrows(IllegalArgumentException.class, () -> new Plan(keys, 1, Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Pace.Closed(0));
    assertThrows(IllegalArgumentException.class, () -> new Pace.Open(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Pace.Open(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Pace.Open(1, 0));
  }

  @Test
  void aPlanSaysWhatItConsistsOf() {
    var keys = new Keys("bench/", 1);
    assertEquals(List.of(Kind.PUT), new Plan(keys, 1, 0, 1).kinds());
    assertEquals(List.of(Kind.GET), new Plan(keys, 1, 1, 1).kinds());
    assertEquals(List.of(Kind.PUT, Kind.GET), new Plan(keys, 1, 0.5, 1).kinds());
  }

  /** Remembers what it was sent. */
  private static final class Memory implements Target {
    private final List<String> keys = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    @Override
    public CompletableFuture<?> put(byte[] key, byte[] value) {
      keys.add(text(key));
      values.add(new String(value, StandardCharsets.ISO_8859_1));
      return CompletableFuture.completedFuture("done");
    }

    @Override
    public CompletableFuture<?> get(byte[] key) {
      keys.add(text(key));
      return CompletableFuture.completedFuture("done");
    }
  }

  private static Memory send(long seed) {
    var memory = new Memory();
    var random = new SplittableRandom(seed);
    var plan = new Plan(new Keys("bench/", 8), 16, 0.25, seed);
    var choices = new Choices(plan, new Values(16, random), random);
    for (var i = 0; i < 1_000; i++) {
      assertTrue(choices.send(choices.kind(), memory).isDone());
    }
    return memory;
  }

  @Test
  void choicesFollowThePlan() {
    var sent = send(1);
    assertEquals(8, new TreeSet<>(sent.keys).size());
    assertEquals(750.0, sent.values.size(), 80.0);
    assertTrue(new HashSet<>(sent.values).size() > sent.values.size() - 10, "values differ");
  }

  @Test
  void aSeedRepeatsThem() {
    assertEquals(send(7).keys, send(7).keys);
    assertEquals(send(7).values, send(7).values);
  }

  @Test
  void theLoaderPutsEveryKeyOnceUnlessItIsStopped() {
    var one = new Memory();
    var other = new Memory();
    var plan = new Plan(new Keys("bench/", 1_001), 4, 1, 1);
    assertEquals(1_001, Loader.load(plan, List.of(one, other), () -> false).keys());
    var all = new TreeSet<>(one.keys);
    all.addAll(other.keys);
    assertEquals(1_001, all.size());
    assertEquals(501, one.keys.size());
    assertEquals(0, Loader.load(plan, List.of(one), () -> true).keys());
  }

  @Test
  void valuesHaveTheirSize() {
    var random = new SplittableRandom(1);
    assertArrayEquals(new byte[0], new Values(0, random).next(random));
    assertEquals(1 << 20, new Values(1 << 20, random).next(random).length);
  }
}
