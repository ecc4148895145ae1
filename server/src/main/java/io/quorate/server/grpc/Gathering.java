package io.quorate.server.grpc;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets replies that become ready together leave together. One log entry answers hundreds of calls
 * one after the other; each wakes its stream, and without this the first reply would leave alone,
 * and the client's next requests come back in as many small frames.
 */
public final class Gathering {
  private static final ThreadLocal<@Nullable Set<Pump>> GATHERED = new ThreadLocal<>();

  private Gathering() {}

  /** Runs the work on this thread; the streams that it wakes begin when it is done, each once. */
  public static void run(Runnable work) {
    if (GATHERED.get() != null) {
      work.run(); // within another one, which wakes them
      return;
    }
    SequencedSet<Pump> pumps = new LinkedHashSet<>();
    GATHERED.set(pumps);
    try {
      work.run();
    } finally {
      GATHERED.remove();
      start(pumps);
    }
  }

  /** The last one on this thread: where there is but one, no other has to be woken. */
  private static void start(SequencedSet<Pump> pumps) {
    if (pumps.isEmpty()) {
      return;
    }
    Pump last = pumps.removeLast();
    pumps.forEach(Pump::signal);
    try {
      last.signalBriefly();
    } catch (RuntimeException | Error e) {
      // Told of as on a thread of the executor: who called may keep it to himself.
      Thread here = Thread.currentThread();
      here.getUncaughtExceptionHandler().uncaughtException(here, e);
    }
  }

  /** Whether the pump will be signalled when the work that this thread runs is done. */
  static boolean takes(Pump pump) {
    Set<Pump> pumps = GATHERED.get();
    if (pumps == null) {
      return false;
    }
    pumps.add(pump);
    return true;
  }
}
