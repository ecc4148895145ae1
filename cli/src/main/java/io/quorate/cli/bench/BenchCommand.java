package io.quorate.cli.bench;

import io.quorate.cli.Noun;
import picocli.CommandLine.Command;

/** {@code quorate bench}: a load on the cluster, and what comes of it. */
@Command(
    name = "bench",
    description = "Puts the cluster under load and measures throughput and latency.",
    subcommands = {BenchPut.class, BenchGet.class, BenchMixed.class})
public final class BenchCommand extends Noun {}
