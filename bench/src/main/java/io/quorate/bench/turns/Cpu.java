package io.quorate.bench.turns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Processor time, user and system, that was used up to some moment or between two, in nanoseconds.
 * The kernel counts it in ticks of 10 ms.
 *
 * @param servers of the nodes of the store that is measured
 * @param client of this process
 * @param others of the nodes of the store that waits
 * @param machine of everything, interrupts included
 */
record Cpu(long servers, long client, long others, long machine) {
  private static final long TICK_NANOS = 10_000_000;

  static Cpu now(Store measured, Store waiting) {
    return new Cpu(
        of(measured.processes()),
        of(List.of(ProcessHandle.current())),
        of(waiting.processes()),
        machineNanos());
  }

  Cpu since(Cpu before) {
    return new Cpu(
        servers - before.servers,
        client - before.client,
        others - before.others,
        machine - before.machine);
  }

  /** Of the kernel's threads, interrupts, and all processes that are not ours. */
  long rest() {
    return machine - servers - client - others;
  }

  // From /proc/PID/stat.
  private static long of(List<ProcessHandle> processes) {
    return processes.stream()
        .mapToLong(
            process ->
                process
                    .info()
                    .totalCpuDuration()
                    .map(Duration::toNanos)
                    .orElseThrow(
                        () -> new IllegalStateException(process.pid() + " does not run any more")))
        .sum();
  }

  private static long machineNanos() {
    try {
      // cpu USER NICE SYSTEM IDLE IOWAIT IRQ SOFTIRQ …
      var fields = Files.readString(Path.of("/proc/stat")).split("\\s+", 9);
      var ticks = 0L;
      for (var field : List.of(1, 2, 3, 6, 7)) ticks += Long.parseLong(fields[field]);
      return ticks * TICK_NANOS;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
