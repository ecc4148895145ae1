package io.quorate.cli.drill;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.Durations;
import io.quorate.cli.ExitCode;
import io.quorate.cli.Nearest;
import io.quorate.cli.Verb;
import io.quorate.cli.local.DataFolder;
import io.quorate.cli.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate drill run NAME}. */
@Command(
    name = "run",
    description = {
      "Runs a drill under load, undoes the fault, and reports what clients saw.",
      "Refused (exit code 5) when the cluster could not survive it: all voters must be there.",
      "The fault is undone and the drill's keys are deleted however it ends, also by Ctrl-C.",
      "Exit code 0: passed; 1: failed."
    },
    footer = {
      "",
      "Examples:",
      "  quorate drill run leader-kill",
      "  quorate drill run rolling-restart --max-gap 500ms --report upgrade.html",
      "  quorate drill run step-down --endpoints db1:7400,db2:7400 -o json"
    })
final class DrillRunCommand extends Verb {
  /** The default deadline of a call: beyond, an application with default settings sees failures. */
  private static final Duration DEFAULT_MAX_GAP = Duration.ofSeconds(5);

  private static final int SEEDS = 1_000_000;

  @Mixin private DataFolder data = new DataFolder();

  @Parameters(paramLabel = "NAME", description = "The drill; `quorate drill list` shows them.")
  private String name = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Repeats the choices of an earlier run, which reported its seed.")
  private @Nullable Long seed;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes the report there too: a page (.html) or JSON (.json).")
  private @Nullable Path report;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description =
          "Where the load's calls are recorded; a new file beside the report, or in the working"
              + " directory, unless given.")
  private @Nullable Path history;

  @Option(
      names = "--max-gap",
      converter = Durations.class,
      paramLabel = "DURATION",
      description =
          "The longest time without an acknowledged write that passes; 5s unless given, the default"
              + " deadline of a call.")
  private Duration maxGap = DEFAULT_MAX_GAP;

  @Override
  public Integer call() throws Exception {
    var drill =
        Drill.named(name)
            .orElseThrow(
                () -> {
                  var known = Drill.names(Arrays.stream(Drill.values()));
                  return usage(
                      "there is no drill '%s'%s\nThere are: %s"
                          .formatted(name, Nearest.hint(name, known), String.join(", ", known)));
                });
    var file = reportFile();
    var record = historyFile(drill);
    var found = DrillRun.of(order(drill, record));
    if (file.isPresent()) file.get().write(found);
    if (output().json()) {
      output().document(ReportJson.of(found));
    } else {
      output().text(ReportText.of(found));
      if (report != null) output().note("report written to " + report);
    }
    return found.passed() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Optional<ReportFile> reportFile() {
    if (report == null) return Optional.empty();
    var file = ReportFile.of(report);
    if (file.isEmpty()) {
      throw usage("a report is FILE.html or FILE.json in a folder that exists; found " + report);
    }
    return file;
  }

  private Path historyFile(Drill drill) {
    var file = history != null ? history : defaultHistory(drill);
    var absolute = file.toAbsolutePath().normalize();
    if (Files.exists(absolute)) throw usage(file + " exists; a history needs a file of its own");
    var folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw usage("there is no folder for " + file);
    }
    return absolute;
  }

  private Path defaultHistory(Drill drill) {
    if (report != null) return Path.of(report.toString().replaceFirst("\\.\\w+$", "") + ".jsonl");
    var time =
        DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT)
            .format(LocalDateTime.now(ZoneId.systemDefault()));
    return Path.of("drill-%s-%s.jsonl".formatted(drill, time));
  }

  private DrillRun.Order order(Drill drill, Path record) throws IOException {
    var local = LocalCluster.find(data.path(), terminal());
    var given = root().givenEndpoints();
    var host = local.filter(cluster -> given.isEmpty() || isMeant(cluster, given.get()));
    if (drill.needsHost() && host.isEmpty()) throw noHost(drill, local, given);
    var files = new ArrayList<>(List.of(record));
    if (report != null) files.add(report.toAbsolutePath().normalize());
    return new DrillRun.Order(
        drill,
        drill::plan,
        seed != null ? seed : new Random().nextInt(SEEDS),
        maxGap,
        root().timeout(),
        given.or(() -> host.map(LocalCluster::endpoints)).orElseGet(root()::endpoints),
        host,
        record,
        files,
        output()::note);
  }

  private static boolean isMeant(LocalCluster cluster, List<String> endpoints) {
    return cluster.endpoints().containsAll(endpoints);
  }

  private CommandFailure noHost(
      Drill drill, Optional<LocalCluster> local, Optional<List<String>> given) {
    var why =
        local.isEmpty()
            ? "there is none in " + data.path() + " (--data names another folder)"
            : "the endpoints %s are not those of the one in %s"
                .formatted(String.join(",", given.orElse(List.of())), data.path());
    return CommandFailure.of(
        ExitCode.REFUSED,
        "REFUSED",
        "%s works on the processes of a local cluster, as `quorate up` starts it: %s. Without access to the machine work: %s"
            .formatted(drill, why, String.join(", ", Drill.withoutHost())));
  }
}
