package io.quorate.chaos.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code quorate} command as people run it: a process of the build's runnable jar.
 *
 * @param folder its working directory
 */
public record CommandLine(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A command that has ended: its exit code and what it wrote. */
  public record Ended(List<String> command, int code, String out, String err) {
    public JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new AssertionError("no JSON from " + this, e);
      }
    }

    /** Itself, if that is its exit code; else fails with all that it wrote. */
    public Ended expect(int expected) {
      if (code != expected) {
        throw new AssertionError("expected exit code " + expected + " of " + this);
      }
      return this;
    }
  }

  /** Runs one to its end. */
  public Ended run(String... args) {
    try {
      var out = Files.createTempFile(folder, "stdout", "");
      var err = Files.createTempFile(folder, "stderr", "");
      var process = start(out.toFile(), err.toFile(), args);
      return new Ended(List.of(args), process.waitFor(), text(out), text(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in " + List.of(args), e);
    }
  }

  /** Starts one; what it writes goes to these files. */
  public Process start(File out, File err, String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            ServerJar.locate().toString()));
    command.addAll(List.of(args));
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out)
            .redirectError(err);
    builder.environment().keySet().removeIf(name -> name.startsWith("QUORATE_"));
    var process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static String text(Path file) throws IOException {
    var text = Files.readString(file, StandardCharsets.UTF_8);
    Files.delete(file);
    return text;
  }
}
