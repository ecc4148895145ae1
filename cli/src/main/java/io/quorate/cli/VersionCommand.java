package io.quorate.cli;

import io.quorate.cli.output.Json;
import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code quorate version}. */
@Command(
    name = "version",
    description = "Shows the version, the commit it was built from, and the Java it runs on.",
    footer = {"", "Example:", "  quorate version -o json"})
final class VersionCommand extends Verb implements IVersionProvider {
  @Override
  public Integer call() throws IOException {
    var build = build();
    if (output().json()) {
      output()
          .document(
              Json.fields()
                  .add("version", build.getProperty("git.build.version"))
                  .add("commit", build.getProperty("git.commit.id.full"))
                  .add("java", Runtime.version().toString()));
    } else {
      output().line(line(build));
    }
    return ExitCode.DONE;
  }

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {line(build())};
  }

  private static String line(Properties build) {
    var commit = build.getProperty("git.commit.id.abbrev", "");
    return "quorate "
        + build.getProperty("git.build.version")
        + (commit.isEmpty() ? "" : " (" + commit + ")")
        + " on Java "
        + Runtime.version().feature();
  }

  // Written into the server's jar by the build.
  private static Properties build() throws IOException {
    var properties = new Properties();
    try (var file = Main.class.getResourceAsStream("/git.properties")) {
      if (file != null) properties.load(file);
    }
    return properties;
  }
}
