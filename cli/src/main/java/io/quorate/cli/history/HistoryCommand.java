package io.quorate.cli.history;

import io.quorate.cli.Noun;
import picocli.CommandLine.Command;

/** {@code quorate history}: what programs recorded of their operations. */
@Command(
    name = "history",
    description = "Checks what programs recorded of their operations.",
    subcommands = HistoryCheck.class)
public final class HistoryCommand extends Noun {}
