package io.quorate.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this build: of the release, and of the commit where it is known. */
public final class Version {
  public static final String TEXT = read();

  private Version() {}

  private static String read() {
    Properties git = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("/git.properties")) {
      if (file != null) {
        git.load(file);
      }
    } catch (IOException e) {
      // A build from a source archive has no such file either: the release alone will do.
    }
    String release = git.getProperty("git.build.version", "unknown");
    String commit = git.getProperty("git.commit.id.abbrev", "");
    return commit.isEmpty() ? release : release + "+" + commit;
  }
}
