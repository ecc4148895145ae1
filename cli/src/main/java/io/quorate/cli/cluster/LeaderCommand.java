package io.quorate.cli.cluster;

import io.quorate.cli.Noun;
import picocli.CommandLine.Command;

/** {@code quorate leader}: who orders the writes. */
@Command(
    name = "leader",
    description = "Who orders the writes.",
    subcommands = {LeaderShow.class, LeaderTransfer.class, LeaderStepDown.class, LeaderElect.class})
public final class LeaderCommand extends Noun {}
