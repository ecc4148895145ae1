package io.quorate.bench.history;

import io.quorate.history.History;
import io.quorate.history.check.Initial;
import io.quorate.history.check.LinearizableRegisters;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * How long a history of registers takes to be read and checked: {@code bench/history-check
 * [--operations N] [--keys N] [--versions true|false] [--seed N]}. It is written first, as programs
 * write one: clients whose reads, writes and compare-and-sets overlap, some of unknown outcome, all
 * of them linearizable.
 */
public final class HistoryCheck {
  private static final int CLIENTS = 16;
  private static final int READS_PERCENT = 50;
  private static final int UNKNOWN_PER_MILLE = 2;

  private final SplittableRandom random;
  private final int keys;
  private final boolean versions;
  private final long[] value;
  private final long[] version;

  private HistoryCheck(long seed, int keys, boolean versions) {
    this.random = new SplittableRandom(seed);
    this.keys = keys;
    this.versions = versions;
    this.value = new long[keys];
    this.version = new long[keys];
  }

  public static void main(String[] arguments) throws IOException {
    var operations = 1_000_000;
    var keys = 1_000;
    var versions = true;
    var seed = 1L;
    for (var i = 0; i < arguments.length; i += 2) {
      var value = i + 1 < arguments.length ? arguments[i + 1] : "";
      try {
        switch (arguments[i]) {
          case "--operations" -> operations = Math.max(1, Integer.parseInt(value));
          case "--keys" -> keys = Math.max(1, Integer.parseInt(value));
          case "--versions" -> versions = Boolean.parseBoolean(value);
          case "--seed" -> seed = Long.parseLong(value);
          default -> fail("unknown: " + arguments[i]);
        }
      } catch (NumberFormatException e) {
        fail(arguments[i] + " needs a number; found \"" + value + "\"");
      }
    }
    var file = Files.createTempFile("history", ".jsonl");
    try {
      new HistoryCheck(seed, keys, versions).write(file, operations);
      check(file);
    } finally {
      Files.delete(file);
    }
  }

  private static void fail(String what) {
    System.err.println(what + "; known: --operations N, --keys N, --versions BOOLEAN, --seed N");
    System.exit(2);
  }

  private static void check(Path file) throws IOException {
    var begin = System.nanoTime();
    var history = History.read(file);
    var read = System.nanoTime();
    var report = new LinearizableRegisters(Initial.ABSENT).check(history);
    var end = System.nanoTime();
    System.out.printf(
        "%,d operations, %,d keys, %,d MB: read in %.1f s, checked in %.1f s: %s%n",
        history.operations().size(),
        history.byKey().size(),
        Files.size(file) / 1_000_000,
        (read - begin) / 1e9,
        (end - read) / 1e9,
        report.holds() ? "linearizable" : "NOT linearizable: " + report.violations());
  }

  /** One client after the other begins, and they end in the same order, half a round later. */
  private void write(Path file, int operations) throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
      var pending = new String[CLIENTS];
      var process = new long[CLIENTS];
      for (var client = 0; client < CLIENTS; client++) {
        process[client] = client;
      }
      var next = (long) CLIENTS;
      for (var number = 0; number < operations + CLIENTS / 2; number++) {
        var done = Math.floorMod(number - CLIENTS / 2, CLIENTS);
        if (number >= CLIENTS / 2) {
          var unknown = pending[done].contains("\"info\"");
          out.append(pending[done]).append("\"time\":").append(time(number, 1)).append("}\n");
          process[done] = unknown ? next++ : process[done];
        }
        if (number < operations) {
          pending[number % CLIENTS] = begin(out, process[number % CLIENTS], number);
        }
      }
    }
  }

  private static String time(long number, int half) {
    return Long.toString(number * 1000 + half * 500L);
  }

  /** Takes effect at once; answers how it will end, all but the time. */
  private String begin(Writer out, long process, long number) throws IOException {
    var key = random.nextInt(keys);
    var read = random.nextInt(100) < READS_PERCENT;
    var swap = !read && value[key] != 0 && random.nextBoolean();
    var to = number + 1;
    var f = read ? "read" : swap ? "cas" : "write";
    var asked = read ? "null" : swap ? "[\"" + value[key] + "\",\"" + to + "\"]" : "\"" + to + "\"";
    out.append(line(process, "invoke", f, key, asked))
        .append("\"time\":")
        .append(time(number, 0))
        .append("}\n");
    var unknown = !read && random.nextInt(1000) < UNKNOWN_PER_MILLE;
    if (!read) {
      value[key] = to;
      version[key]++;
    }
    var answered = read ? (value[key] == 0 ? "null" : "\"" + value[key] + "\"") : asked;
    var line = line(process, unknown ? "info" : "ok", f, key, answered);
    return versions && !unknown && version[key] > 0
        ? line + "\"version\":" + version[key] + ","
        : line;
  }

  private static String line(long process, String type, String f, int key, String value) {
    return "{\"process\":%d,\"type\":\"%s\",\"f\":\"%s\",\"key\":\"k%d\",\"value\":%s,"
        .formatted(process, type, f, key, value);
  }
}
