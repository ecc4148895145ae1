package io.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.Seeds;
import io.quorate.command.Entry;
import io.quorate.store.StateReplacedException;
import io.quorate.store.StoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it applies, flushes and compacts leaves a state from which the log
 * leads to the same digest.
 */
class KillTest {
  private static final int ENTRIES = 1_000;

  /**
   * The process: the entries of a seed from where the state is, flushing now and then; says how far
   * it is.
   */
  public static void main(String[] args) {
    Random random = new Random(Long.parseLong(args[1]));
    var entries = new RandomEntries(random);
    try (Engine shadow =
            Engine.open(
                Path.of(args[0] + "-shadow-" + ProcessHandle.current().pid()), StoreOptions.SMALL);
        Engine engine = Engine.open(Path.of(args[0]), StoreOptions.SMALL)) {
      long applied = engine.applied().index();
      System.out.println("open " + applied);
      var flusher = Thread.ofPlatform().daemon().unstarted(() -> flushUntilClosed(engine));
      flusher.start();
      for (int index = 1; index <= ENTRIES; index++) {
        Entry entry = entries.next();
        // The shadow gives the results that the generator learns from, for entries that the engine
        // has already.
        entries.learn(shadow.apply(1, index, entry));
        if (index > applied) {
          engine.apply(1, index, entry);
        }
      }
      System.out.println("done " + engine.digest().root() + " " + shadow.digest().root());
    }
  }

  private static void flushUntilClosed(Engine engine) {
    try {
      while (true) {
        System.out.println("durable " + engine.flush().index());
      }
    } catch (StateReplacedException e) {
      // All entries are applied.
    }
  }

  @Test
  void aKilledProcessGoesOnFromItsLastFlush(@TempDir Path folder) {
    Seeds.check(
        1,
        random -> {
          Path state = folder.resolve("state");
          String seed = Long.toString(random.nextLong(1_000_000));
          long durable = -1;
          for (int kills = 0; kills < 3; kills++) {
            Process process = start(state, seed);
            try (var out = process.inputReader(StandardCharsets.UTF_8)) {
              String opened = out.readLine();
              assertTrue(opened != null && opened.startsWith("open "), "said " + opened);
              long applied = Long.parseLong(opened.substring(5));
              assertTrue(applied >= durable, "was durable at " + durable + ", is at " + applied);
              // Let it go on for a random number of flushes.
              String line = opened;
              for (int i = random.nextInt(20); i > 0 && line != null; i--) {
                line = out.readLine();
                durable = Math.max(durable, durable(line));
              }
              // By its handle: that leaves what it said readable.
              process.toHandle().destroyForcibly();
              durable =
                  Math.max(durable, out.lines().mapToLong(KillTest::durable).max().orElse(-1));
            } finally {
              process.destroyForcibly().waitFor();
            }
          }
          Process last = start(state, seed);
          try (var out = last.inputReader(StandardCharsets.UTF_8)) {
            List<String> said = out.lines().toList();
            List<String> done =
                List.of(
                    said.stream()
                        .filter(line -> line.startsWith("done"))
                        .findFirst()
                        .orElse("")
                        .split(" ", -1));
            assertEquals("done", done.getFirst(), () -> "said " + said);
            assertEquals(done.get(2), done.get(1), "digest");
          } finally {
            last.destroyForcibly().waitFor();
          }
        });
  }

  private static long durable(@Nullable String line) {
    return line != null && line.startsWith("durable ") ? Long.parseLong(line.substring(8)) : -1;
  }

  private static Process start(Path state, String seed) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KillTest.class.getName(),
            state.toString(),
            seed)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
