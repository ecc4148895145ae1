package io.quorate.cli.cluster;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.Noun;
import io.quorate.cli.output.Json;
import io.quorate.cli.output.Table;
import io.quorate.client.Election;
import io.quorate.client.QuorateClient;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate election}: the leader changes that were, each with its cause and its cost. */
@Command(
    name = "election",
    description = "The leader changes that were, each with its cause and its cost.",
    subcommands = ElectionCommand.ListElections.class)
public final class ElectionCommand extends Noun {

  @Command(
      name = "list",
      description = "Shows the last leader changes, the newest first.",
      footer = {"", "Example:", "  quorate election list --explain"})
  static final class ListElections extends ClientVerb {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    @Option(
        names = "--explain",
        description =
            "Tells each in sentences: trigger, measured cause, votes, durations, entries in"
                + " flight.")
    private boolean explain;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "How many; as many as are kept unless given.")
    private int limit;

    @Override
    protected int run(QuorateClient client) {
      var elections = client.admin().elections(limit);
      if (output().json()) {
        output().document(elections.stream().map(ListElections::json).toList());
      } else if (explain) {
        elections.forEach(election -> output().line(sentence(election)));
      } else {
        var table = new Table("TIME", "TERM", "FROM", "TO", "TRIGGER", "CAUSE", "UNAVAILABLE");
        for (var election : elections) {
          table.row(
              local(election.time()),
              election.term(),
              Names.orNone(election.from()),
              Names.orNone(election.to()),
              election.trigger(),
              election.cause(),
              ms(election.unavailableMs()));
        }
        output().text(table.toString());
      }
      return ExitCode.DONE;
    }

    private static Json.Fields json(Election election) {
      return Json.fields()
          .add("time", election.time().toString())
          .add("term", election.term())
          .add("from", Names.orNull(election.from()))
          .add("to", Names.orNull(election.to()))
          .add("trigger", election.trigger())
          .add("cause", election.cause())
          .add("detected_ms", election.detectedMs())
          .add("elected_ms", election.electedMs())
          .add("unavailable_ms", election.unavailableMs())
          .add("kind", election.kind())
          .add("votes", election.votes())
          .add("inherited_entries", election.inheritedEntries())
          .add("unknown_entries", election.unknownEntries())
          .add("reported", election.reported());
    }

    private static String sentence(Election election) {
      return """
      %s  term %d: %s took over from %s. Trigger: %s. Cause: %s.
          %sDetected after %s, elected after %s%s, no write was possible for %s.
          In flight: %s; %s.\
      """
          .formatted(
              local(election.time()),
              election.term(),
              Names.orNone(election.to()),
              Names.orNone(election.from()),
              election.trigger(),
              election.cause(),
              measured(election),
              ms(election.detectedMs()),
              ms(election.electedMs()),
              votes(election),
              ms(election.unavailableMs()),
              election.inheritedEntries() < 0
                  ? "what the new leader took over was not counted"
                  : "the new leader took over and committed "
                      + election.inheritedEntries()
                      + " log entries",
              election.unknownEntries() < 0
                  ? "the old one has not said what it left unanswered"
                  : "the old one told the callers of "
                      + election.unknownEntries()
                      + " that their outcome is unknown");
    }

    private static String votes(Election election) {
      return switch (election.votes()) {
        case 0 -> "";
        case 1 -> " by 1 vote";
        default -> " by " + election.votes() + " votes";
      };
    }

    private static String measured(Election election) {
      if (election.kind().isEmpty()) {
        return "";
      }
      String who = election.reported() ? " (the old leader said so itself)" : "";
      return "Measured: " + election.kind() + who + ". ";
    }

    private static String local(Instant time) {
      return TIME.format(time.atZone(ZoneId.systemDefault()));
    }

    private static String ms(long ms) {
      return ms < 0 ? "(not measured)" : ms + "ms";
    }
  }
}
