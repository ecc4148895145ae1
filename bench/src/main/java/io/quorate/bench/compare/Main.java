package io.quorate.bench.compare;

import io.quorate.bench.turns.Machine;
import io.quorate.bench.turns.Measured;
import io.quorate.bench.turns.Say;
import io.quorate.bench.turns.Turns;
import io.quorate.cli.output.Json;
import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the jar of this build with that of a commit, which the script has built; see {@code
 * docs/performance.md}. What it must know beside the arguments comes in system properties.
 */
public final class Main {
  /** The script makes 1 of it, with which a JVM also ends that cannot start. */
  private static final int EXIT_LOST = 10;

  private final Options options;
  private final String command;
  private final Side head;
  private final Side commit;
  private final Map<String, String> versions = new TreeMap<>();

  private Main(Options options, String command, Side head, Side commit) {
    this.options = options;
    this.command = command;
    this.head = head;
    this.commit = commit;
  }

  public static void main(String[] arguments) throws Exception {
    var options = Options.orExit(arguments);
    var head = new Side("HEAD", Path.of("../cli/target/quorate.jar").toRealPath());
    var commit = new Side(property("commit"), Path.of(property("jar")));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(head, commit), "compare-end"));
    var command = "bench/compare " + String.join(" ", arguments);
    System.exit(new Main(options, command, head, commit).run(Path.of(property("folder"))));
  }

  private static String property(String name) {
    var value = System.getProperty("compare." + name);
    if (value == null) throw new IllegalStateException("the script did not set compare." + name);
    return value;
  }

  /** When somebody ends us, so that nothing of ours is left. */
  private static void end(Side head, Side commit) {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    head.close();
    commit.close();
  }

  /** The data of both sides is in {@code folder}; it is kept when something went wrong. */
  private int run(Path folder) throws IOException, InterruptedException {
    var machine = Machine.of(folder);
    var began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Say.line("%s%n%s, %s", command, machine, began);
    var comparison = new Comparison(commit.name(), options.loss(), measure(folder));
    System.out.printf(
        "%s%n%s, %s%nHEAD is %s, compared with %s; %s%n%s%n",
        command, machine, began, property("head"), commit.name(), versions, doubts(machine));
    System.out.print(ComparisonText.of(comparison));
    write(machine, began, comparison);
    if (comparison.isPartial()) {
      Say.line("the logs are kept in %s", folder);
    } else {
      DurableFiles.deleteTree(folder);
    }
    return comparison.exitCode() == Comparison.LOST ? EXIT_LOST : comparison.exitCode();
  }

  private List<Measured> measure(Path folder) throws InterruptedException {
    try (head;
        commit) {
      try {
        start(head, folder);
        start(commit, folder);
      } catch (IOException | RuntimeException | AssertionError e) {
        Say.loudly("NOTHING CAN BE COMPARED: %s", e);
        return options.rows().stream()
            .map(row -> new Measured(row, List.of(), List.of(), e.toString()))
            .toList();
      }
      var rows = new ArrayList<Measured>();
      var turns = new Turns(head, commit, options.lengths());
      for (var row : options.rows()) rows.add(turns.measure(row));
      return rows;
    }
  }

  private void start(Side side, Path folder) throws IOException, InterruptedException {
    Turns.start(side, folder);
    versions.put(side.name(), side.version());
  }

  /** What makes the comparison worth less; a line each. */
  private String doubts(Machine machine) throws IOException {
    var doubts = new StringBuilder();
    if (machine.isInMemory())
      doubts.append("THE DATA IS IN MEMORY: an fsync costs nothing there.\n");
    if (head.hasCache() != commit.hasCache()) {
      doubts.append("ONLY ONE SIDE HAS AN AOT CACHE: mvn package without quorate.aot.skip.\n");
    }
    return doubts.toString();
  }

  private void write(Machine machine, Instant began, Comparison comparison) throws IOException {
    var file = options.json();
    if (file == null) return;
    var lengths = options.lengths();
    var document =
        Json.fields()
            .add("command", command)
            .add("began", began.toString())
            .add("machine", machine.json())
            .add("head", property("head"))
            .add("commit", commit.name())
            .add("versions", versions)
            .add("rounds", lengths.rounds())
            .add("seconds", lengths.seconds())
            .add("warm_up", lengths.warmUp())
            .addAll(ComparisonJson.of(comparison));
    Files.writeString(file, Json.text(document) + "\n");
  }
}
