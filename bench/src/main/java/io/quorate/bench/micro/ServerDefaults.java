package io.quorate.bench.micro;

import io.quorate.server.config.NodeConfig;
import io.quorate.store.StoreOptions;
import java.util.Map;

/** The settings of a server that is told nothing but its name. */
final class ServerDefaults {
  static final NodeConfig CONFIG =
      NodeConfig.load(
          null, Map.of(), Map.of("node.name", "micro", "node.data_dir", "none", "members", ""));

  private ServerDefaults() {}

  /** As the server derives them. */
  static StoreOptions store() {
    var memtable = CONFIG.state().memtable();
    return new StoreOptions(
        memtable,
        memtable,
        CONFIG.state().blockCache(),
        StoreOptions.DEFAULT.maxOpenFiles(),
        StoreOptions.DEFAULT.backgroundJobs());
  }
}
