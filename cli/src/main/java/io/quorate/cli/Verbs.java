package io.quorate.cli;

import io.quorate.cli.bench.BenchCommand;
import io.quorate.cli.cluster.ElectionCommand;
import io.quorate.cli.cluster.LeaderCommand;
import io.quorate.cli.cluster.NodeCommand;
import io.quorate.cli.cluster.StatusCommand;
import io.quorate.cli.data.KvCommand;
import io.quorate.cli.data.LeaseCommand;
import io.quorate.cli.data.ResolveCommand;
import io.quorate.cli.data.TxnCommand;
import io.quorate.cli.drill.DrillCommand;
import io.quorate.cli.history.HistoryCommand;
import io.quorate.cli.local.DownCommand;
import io.quorate.cli.local.KillCommand;
import io.quorate.cli.local.PauseCommand;
import io.quorate.cli.local.ResumeCommand;
import io.quorate.cli.local.StartCommand;
import io.quorate.cli.local.UpCommand;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Everything that can stand first on the command line, in the order of the help. Only what a
 * command line names is built: picocli reads annotations by reflection, and all verbs together
 * would take most of the time of a short command.
 */
final class Verbs {
  private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("up", UpCommand::new);
    ALL.put("down", DownCommand::new);
    ALL.put("kill", KillCommand::new);
    ALL.put("pause", PauseCommand::new);
    ALL.put("resume", ResumeCommand::new);
    ALL.put("start", StartCommand::new);
    ALL.put("server", ServerCommand::new);
    ALL.put("config", ConfigCommand::new);
    ALL.put("kv", KvCommand::new);
    ALL.put("lease", LeaseCommand::new);
    ALL.put("txn", TxnCommand::new);
    ALL.put("resolve", ResolveCommand::new);
    ALL.put("status", StatusCommand::new);
    ALL.put("leader", LeaderCommand::new);
    ALL.put("election", ElectionCommand::new);
    ALL.put("node", NodeCommand::new);
    ALL.put("history", HistoryCommand::new);
    ALL.put("drill", DrillCommand::new);
    ALL.put("bench", BenchCommand::new);
    ALL.put("version", VersionCommand::new);
  }

  /** The options before the verb whose value may be a word of its own. */
  private static final Set<String> WITH_VALUE =
      Set.of("-o", "--output", "--endpoints", "--timeout");

  private Verbs() {}

  /**
   * Adds what these arguments need: the verb that stands first, or else all, to be listed or to
   * find the nearest.
   */
  static void addTo(CommandLine root, String... args) {
    var word = firstWord(args);
    if (word != null && ALL.containsKey(word)) {
      root.addSubcommand(ALL.get(word).get());
    } else {
      ALL.values().forEach(verb -> root.addSubcommand(verb.get()));
      root.addSubcommand(new CompletionCommand());
    }
  }

  static @Nullable String firstWord(String... args) {
    var words = Arrays.asList(args).iterator();
    while (words.hasNext()) {
      var word = words.next();
      if (!word.startsWith("-")) return word;
      if (WITH_VALUE.contains(word) && words.hasNext()) words.next();
    }
    return null;
  }
}
