package io.quorate.bench.peers;

import io.quorate.bench.peers.Result.Compared;
import io.quorate.bench.peers.Result.Failed;
import io.quorate.bench.turns.Machine;
import io.quorate.bench.turns.Say;
import io.quorate.cli.output.Json;
import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.TreeMap;

/** Compares Quorate with each peer that is asked for; see {@code docs/performance.md}. */
public final class Main {
  private final Options options;
  private final String command;
  private final Map<String, String> versions = new TreeMap<>();

  private Main(Options options, String command) {
    this.options = options;
    this.command = command;
  }

  public static void main(String[] arguments) throws Exception {
    var options = Options.orExit(arguments);
    Runtime.getRuntime().addShutdownHook(new Thread(Main::endChildren, "peers-end"));
    System.exit(new Main(options, "bench/peers " + String.join(" ", arguments)).run());
  }

  /** When somebody ends us, so that nothing of ours is left. */
  private static void endChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /** The exit code: 1 when there is not a single result. */
  private int run() throws IOException, InterruptedException {
    var base = Files.createDirectories(Path.of("target", "peers").toAbsolutePath());
    var folder = Files.createTempDirectory(base, "run-");
    var machine = Machine.of(folder);
    var began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Say.line("%s%n%s, %s", command, machine, began);
    if (machine.isInMemory()) Say.loudly("%s is in memory: an fsync costs nothing there", folder);
    var results = new ArrayList<Result>();
    for (var name : options.peers()) results.addAll(compare(name, folder.resolve(name)));
    results.sort(Comparator.comparing(Result::row));
    System.out.printf("%s%n%s, %s%n%s%n%n", command, machine, began, versions);
    System.out.print(ResultText.of(results));
    write(machine, began, results);
    return results.stream().anyMatch(Compared.class::isInstance) ? 0 : 1;
  }

  private List<Result> compare(String name, Path folder) throws IOException, InterruptedException {
    Peer peer;
    try {
      peer = StoreLoader.load(name);
    } catch (IOException | ServiceConfigurationError e) {
      return Pair.failed(options, name, e.toString());
    }
    var results = new Pair(options, peer, versions).compare(folder);
    if (results.stream().anyMatch(Failed.class::isInstance)) {
      Say.line("the logs of %s are kept in %s", name, folder);
    } else {
      DurableFiles.deleteTree(folder);
    }
    return results;
  }

  private void write(Machine machine, Instant began, List<Result> results) throws IOException {
    var file = options.json();
    if (file == null) return;
    var document =
        Json.fields()
            .add("command", command)
            .add("began", began.toString())
            .add("machine", machine.json())
            .add("versions", versions)
            .add("rounds", options.rounds())
            .add("seconds", options.seconds())
            .add("warm_up", options.warmUp())
            .add("results", results.stream().map(ResultJson::of).toList());
    Files.writeString(file, Json.text(document) + "\n");
  }
}
