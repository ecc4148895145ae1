package io.quorate.cli.drill;

import io.quorate.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes histories line by line, with times in milliseconds. */
final class Histories {
  static final String PROBE = "d/probe";

  private final List<String> lines = new ArrayList<>();
  private int process;

  /** A write that was acknowledged by {@code node} with this version. */
  Histories ok(String key, String value, int version, String node, long fromMs, long toMs) {
    return write(key, value, fromMs)
        .end(
            "ok",
            key,
            "write",
            toMs,
            ",\"version\":[1,%d],\"node\":\"%s\"".formatted(version, node));
  }

  Histories ok(int version, String node, long fromMs, long toMs) {
    return ok(PROBE, "p" + version, version, node, fromMs, toMs);
  }

  Histories failed(String key, String value, long fromMs, long toMs) {
    return write(key, value, fromMs).end("fail", key, "write", toMs, ",\"attempts\":3");
  }

  Histories unknown(String key, String value, long fromMs, long toMs) {
    return write(key, value, fromMs).end("info", key, "write", toMs, "");
  }

  /** Version 0 = the key is absent. */
  Histories read(String key, @Nullable String value, int version, long fromMs, long toMs) {
    line("invoke", key, "read", fromMs, "");
    var found =
        value == null
            ? ",\"value\":null"
            : ",\"value\":\"%s\",\"version\":[1,%d]".formatted(value, version);
    return end("ok", key, "read", toMs, found);
  }

  private Histories write(String key, String value, long ms) {
    line("invoke", key, "write", ms, ",\"value\":\"" + value + "\"");
    return this;
  }

  private Histories end(String type, String key, String f, long ms, String more) {
    line(type, key, f, ms, more);
    process++;
    return this;
  }

  private void line(String type, String key, String f, long ms, String more) {
    lines.add(
        "{\"process\":%d,\"type\":\"%s\",\"f\":\"%s\",\"key\":\"%s\",\"time\":%d%s}"
            .formatted(process, type, f, key, ms * 1_000_000, more));
  }

  History at(Path file) {
    try {
      Files.write(file, lines);
      return History.read(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
