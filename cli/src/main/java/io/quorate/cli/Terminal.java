package io.quorate.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command is connected to: the three streams and the environment. Tests pass their own.
 *
 * @param interactive whether somebody watches, so that progress is worth drawing
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    boolean interactive) {

  /** Of a program that is no command: nobody types, and nobody reads what is not asked for. */
  public static Terminal ofProgram(Map<String, String> environment) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Terminal(InputStream.nullInputStream(), nowhere, nowhere, environment, false);
  }

  /**
   * The process' own. Text is UTF-8 whatever the locale says: values are, and must come out as they
   * went in.
   */
  @SuppressWarnings(
      "SystemConsoleNull") // it does again since JDK 25, whose default console is the plain one
  static Terminal ofProcess() {
    var console = System.console();
    return new Terminal(
        System.in,
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.getenv(),
        console != null && console.isTerminal());
  }
}
