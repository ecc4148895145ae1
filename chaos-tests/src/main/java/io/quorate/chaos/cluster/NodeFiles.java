package io.quorate.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of one node: its configuration, its log, its data. */
public record NodeFiles(Path folder) {
  Path config() {
    return folder.resolve("node.yaml");
  }

  Path data() {
    return folder.resolve("data");
  }

  LogFile log() {
    return new LogFile(folder.resolve("node.log"));
  }

  void create(String name, Site.Place place, String members, String preset) {
    var text =
        """
        cluster: quorate
        node: {name: %s, data_dir: "%s", intended: voter}
        listen: {host: %s, base_port: %d}
        advertise_host: %s
        members: [%s]
        preset: %s
        """
            .formatted(name, data(), place.host(), place.basePort(), place.host(), members, preset);
    try {
      Files.createDirectories(data());
      Files.writeString(config(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
