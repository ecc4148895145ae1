package io.quorate.cli.drill;

import io.quorate.cli.ExitCode;
import io.quorate.cli.Noun;
import io.quorate.cli.Verb;
import io.quorate.cli.output.Json;
import io.quorate.cli.output.Table;
import java.util.Arrays;
import picocli.CommandLine.Command;

/** {@code quorate drill}: breaks something on purpose and measures what clients see of it. */
@Command(
    name = "drill",
    description = "Breaks something on purpose, undoes it, and measures what clients see of it.",
    subcommands = {DrillCommand.ListDrills.class, DrillRunCommand.class})
public final class DrillCommand extends Noun {

  @Command(
      name = "list",
      description = "Shows the drills there are.",
      footer = {"", "Example:", "  quorate drill list"})
  static final class ListDrills extends Verb {
    @Override
    public Integer call() {
      if (output().json()) {
        output().document(Arrays.stream(Drill.values()).map(ListDrills::json).toList());
        return ExitCode.DONE;
      }
      var table = new Table("DRILL", "WORKS ON", "WHAT HAPPENS");
      for (var drill : Drill.values()) {
        table.row(drill, drill.needsHost() ? "local clusters" : "any cluster", drill.description());
      }
      output().text(table.toString());
      return ExitCode.DONE;
    }

    private static Json.Fields json(Drill drill) {
      return Json.fields()
          .add("drill", drill.toString())
          .add("needs_host", drill.needsHost())
          .add("description", drill.description());
    }
  }
}
