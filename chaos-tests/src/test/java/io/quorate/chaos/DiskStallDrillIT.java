package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.CommandLine;
import io.quorate.chaos.cluster.Shell;
import io.quorate.chaos.fault.Privileges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The drill that needs file systems of their own, prepared as its refusal says. */
class DiskStallDrillIT {
  private static final List<String> UP = List.of("up", "--base-port", "16500", "--timeout", "90s");
  private static final List<String> DRILL =
      List.of("drill", "run", "disk-stall", "--max-gap", "20s", "--seed", "5", "--timeout", "10s");

  private Path folder;
  private Path data;
  private CommandLine quorate;

  @BeforeEach
  void prepare() throws Exception {
    Privileged.require("a frozen disk of a local cluster", Privileges.missingForDisks());
    folder =
        Files.createDirectories(Path.of("target", "chaos", "disk-stall-drill")).toAbsolutePath();
    data = folder.resolve("cluster");
    quorate = new CommandLine(folder);
  }

  private CommandLine.Ended quorate(List<String> arguments) {
    return quorate.run(with(arguments, "--data", data.toString()).toArray(String[]::new));
  }

  private static List<String> with(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toList();
  }

  @AfterEach
  void remove() {
    quorate(List.of("down", "--grace", "1s"));
    Shell.run("sh", "-c", "for n in n1 n2 n3; do umount '" + data + "'/$n/data || true; done");
    Shell.run("rm", "-rf", folder.toString());
  }

  @Test
  void aStalledDiskIsSurvivedOnceItIsPreparedAsTheRefusalSays() {
    quorate(UP).expect(0);
    var refused = quorate(DRILL).expect(5);
    quorate(List.of("down", "--wipe", "--grace", "1s")).expect(0);
    var mounts =
        refused.err().lines().map(String::strip).filter(line -> line.startsWith("mkdir")).toList();
    assertEquals(3, mounts.size(), refused::err);
    mounts.forEach(line -> Shell.run("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; " + line));

    quorate(UP).expect(0);
    var json = quorate(with(DRILL, "-o", "json")).expect(0).json();
    Report.line("drill disk-stall: %s", json);
    assertTrue(
        json.get("passed").asBoolean() && json.get("linearizable").asBoolean(), json::toString);
    assertEquals(0, json.get("acknowledged_lost").asLong() + json.get("duplicated").asLong());
    var elections = json.get("elections");
    assertTrue(elections.size() > 0, json::toString);
    assertTrue(elections.toString().contains("disk_stall"), json::toString);
  }
}
