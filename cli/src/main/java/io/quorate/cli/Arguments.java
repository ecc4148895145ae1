package io.quorate.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The command line's arguments as UTF-8. */
final class Arguments {
  private Arguments() {}

  /*
   * In the C locale, which containers and cron have, the JVM decodes arguments as ASCII and all else is lost before main is called.
   * Keys and values must not depend on the locale, so the bytes are read again where the system shows them.
   */
  static String[] utf8(String[] args) {
    var encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    if (Charset.forName(encoding).equals(StandardCharsets.UTF_8)) return args;
    try {
      var line =
          new String(Files.readAllBytes(Path.of("/proc/self/cmdline")), StandardCharsets.UTF_8);
      var all = line.split("\0", -1); // the last one is empty: each argument ends with a zero
      var end = all.length - 1;
      return end < args.length ? args : Arrays.copyOfRange(all, end - args.length, end);
    } catch (IOException e) {
      return args; // not Linux
    }
  }
}
