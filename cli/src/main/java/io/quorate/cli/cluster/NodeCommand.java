package io.quorate.cli.cluster;

import io.quorate.cli.Noun;
import io.quorate.client.Admin;
import io.quorate.client.MembershipChange;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate node}: who belongs to the cluster. */
@Command(
    name = "node",
    description = "Who belongs to the cluster.",
    subcommands = {
      NodeCommand.Add.class,
      NodeCommand.Remove.class,
      NodeCommand.Promote.class,
      NodeCommand.Demote.class,
      NodeCommand.Drain.class,
      NodeOkToStop.class
    })
public final class NodeCommand extends Noun {

  @Command(
      name = "add",
      description = {
        "Adds a running, empty node. It learns first, and votes when it has caught up.",
        "--timeout is 60s unless given."
      },
      footer = {"", "Example:", "  quorate node add 10.0.0.4:7400 --as learner"})
  static final class Add extends MembershipVerb {
    /** What a node may be added as. */
    enum As {
      VOTER,
      LEARNER
    }

    @Parameters(paramLabel = "ADDRESS", description = "Its gRPC address, HOST:PORT.")
    private String address = "";

    @Option(
        names = "--as",
        paramLabel = "voter|learner",
        description = "Whether it gets a vote; voter unless given.")
    private As as = As.VOTER;

    @Override
    MembershipChange change(Admin admin) {
      return admin.addNode(address, as.name().toLowerCase(Locale.ROOT));
    }
  }

  @Command(
      name = "remove",
      description = "Removes a node from the cluster for good. --timeout is 60s unless given.",
      footer = {"", "Example:", "  quorate node remove n4"})
  static final class Remove extends MembershipVerb {
    @Parameters(paramLabel = "NODE", description = "The node.")
    private String node = "";

    @Option(
        names = "--force",
        description = "Even when the check says no: what it would cost is then lost.")
    private boolean force;

    @Override
    MembershipChange change(Admin admin) {
      return admin.removeNode(node, force);
    }
  }

  @Command(
      name = "promote",
      description = "Gives a learner a vote, when it has caught up. --timeout is 60s unless given.",
      footer = {"", "Example:", "  quorate node promote n4"})
  static final class Promote extends MembershipVerb {
    @Parameters(paramLabel = "NODE", description = "The learner.")
    private String node = "";

    @Override
    MembershipChange change(Admin admin) {
      return admin.promoteNode(node);
    }
  }

  @Command(
      name = "demote",
      description = "Makes a voter a learner. --timeout is 60s unless given.",
      footer = {"", "Example:", "  quorate node demote n3"})
  static final class Demote extends MembershipVerb {
    @Parameters(paramLabel = "NODE", description = "The voter.")
    private String node = "";

    @Override
    MembershipChange change(Admin admin) {
      return admin.demoteNode(node);
    }
  }

  @Command(
      name = "drain",
      description =
          "Hands the node's leadership over and keeps it from leading, before maintenance.",
      footer = {"", "Examples:", "  quorate node drain n1", "  quorate node drain n1 --undo"})
  static final class Drain extends MembershipVerb {
    @Parameters(paramLabel = "NODE", description = "The node.")
    private String node = "";

    @Option(names = "--undo", description = "Lets it lead again.")
    private boolean undo;

    @Override
    MembershipChange change(Admin admin) {
      return admin.drainNode(node, undo);
    }
  }
}
