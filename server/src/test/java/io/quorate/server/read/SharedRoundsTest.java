package io.quorate.server.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedRoundsTest {
  private final List<CompletableFuture<String>> begun = new ArrayList<>();
  private final SharedRounds<String> rounds =
      new SharedRounds<>(
          () -> {
            begun.add(new CompletableFuture<>());
            return begun.getLast();
          });

  @Test
  void aCallerNeverJoinsARoundThatBeganBeforeItCame() {
    CompletableFuture<String> early = rounds.join();
    CompletableFuture<String> late = rounds.join();
    assertNotSame(early, late);

    begun.getFirst().complete("first");
    assertEquals("first", early.join());
    assertFalse(late.isDone());

    begun.get(1).complete("second");
    assertEquals("second", late.join());
  }

  @Test
  void whoComesDuringARoundSharesTheNextOne() {
    var first = rounds.join();
    var second = rounds.join();
    assertSame(second, rounds.join());
    assertEquals(1, begun.size());
    begun.getFirst().complete("first");
    assertTrue(first.isDone());
    assertEquals(2, begun.size());
    assertNotSame(second, rounds.join());
  }

  @Test
  void aFailedRoundFailsItsCallersAndNotTheNextRound() {
    var first = rounds.join();
    var second = rounds.join();
    begun.getFirst().completeExceptionally(new IllegalStateException("lost"));
    assertThrows(CompletionException.class, first::join);
    begun.get(1).complete("second");
    assertEquals("second", second.join());
  }

  @Test
  void aRoundThatCannotBeginFailsItsCallers() {
    var broken =
        new SharedRounds<String>(
            () -> {
              throw new IllegalStateException("cannot begin");
            });
    assertThrows(CompletionException.class, broken.join()::join);
    assertThrows(CompletionException.class, broken.join()::join);
  }

  @Test
  void roundsThatCompleteAtOnceDoNotRecurse() {
    AtomicInteger left = new AtomicInteger(100_000);
    CompletableFuture<Integer> slow = new CompletableFuture<>();
    var rounds =
        new SharedRounds<>(
            () ->
                left.get() == 100_000 && left.decrementAndGet() > 0
                    ? slow
                    : CompletableFuture.completedFuture(left.decrementAndGet()));
    CompletableFuture<Integer> last = new CompletableFuture<>();
    // Each completion asks for the next round.
    var _ = rounds.join().thenAccept(new Again(rounds, last)::accept);
    slow.complete(1);
    assertEquals(0, last.getNow(-1));
  }

  private record Again(SharedRounds<Integer> rounds, CompletableFuture<Integer> last) {
    void accept(int left) {
      if (left == 0) {
        last.complete(left);
      } else {
        var _ = rounds.join().thenAccept(this::accept);
      }
    }
  }
}
