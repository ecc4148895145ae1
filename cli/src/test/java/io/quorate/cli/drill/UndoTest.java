package io.quorate.cli.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class UndoTest {
  private final Undo undo = new Undo();
  private final List<String> done = new ArrayList<>();

  private Undo.Entry push(String what) throws Undo.Interrupted {
    return undo.push("undo " + what, () -> done.add(what));
  }

  @Test
  void allIsUndoneOnceTheNewestFirst() throws Exception {
    push("keys");
    push("load");
    undo.run(push("fault"));
    assertEquals(List.of("fault"), done);
    assertTrue(undo.all().isEmpty());
    assertTrue(undo.all().isEmpty());
    assertEquals(List.of("fault", "load", "keys"), done);
  }

  @Test
  void oneThatFailsKeepsNoOtherFromBeingDone() throws Exception {
    push("keys");
    undo.push(
        "heal",
        () -> {
          throw new IOException("no nft");
        });
    push("fault");
    assertEquals(List.of("could not heal: no nft"), undo.all());
    assertEquals(List.of("fault", "keys"), done);
  }

  @Test
  void oneThatFailedIsTriedAgainInTheEnd() throws Exception {
    var tries = new ArrayList<String>();
    var entry =
        undo.push(
            "heal",
            () -> {
              tries.add("once more");
              if (tries.size() == 1) throw new IOException("busy");
            });
    assertThrows(IOException.class, () -> undo.run(entry));
    assertTrue(undo.all().isEmpty());
    assertEquals(2, tries.size());
  }

  @Test
  void nothingIsStruckAfterAllWasUndone() {
    assertTrue(undo.all().isEmpty());
    assertThrows(Undo.Interrupted.class, () -> push("fault"));
    assertThrows(Undo.Interrupted.class, () -> undo.act(() -> done.add("strike")));
    assertTrue(done.isEmpty());
  }

  @Test
  void undoingWaitsForTheStrikeThatIsUnderWay() throws Exception {
    push("fault");
    var striking = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var striker =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    undo.act(
                        () -> {
                          striking.countDown();
                          goOn.await();
                          done.add("struck");
                        });
                  } catch (Exception e) {
                    done.add(e.toString());
                  }
                });
    striking.await();
    var undoer = Thread.ofPlatform().start(() -> done.addAll(undo.all()));
    org.awaitility.Awaitility.await().until(() -> undoer.getState() == Thread.State.BLOCKED);
    goOn.countDown();
    striker.join();
    undoer.join();
    assertEquals(List.of("struck", "fault"), done);
  }
}
