package io.quorate.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quorate bench put}. */
@Command(
    name = "put",
    description = {
      "Puts random values and measures throughput and latency.",
      "The keys are bench/0000000000 and on. They are deleted at the end, unless --keep is given"
          + " or",
      "all were there before. Ctrl-C ends it and prints what there is.",
      "Exit code 0: it lasted as long as it should; 1: interrupted; 4: the cluster did not answer",
      "any more. Errors are results: they do not change the exit code."
    },
    footer = {
      "",
      "Examples:",
      "  quorate bench put --clients 64 --seconds 60",
      "  quorate bench put --clients 256 --connections 256 --value-size 1024 -o json",
      "  quorate bench put --rate 2000"
    })
final class BenchPut extends BenchVerb {
  @Mixin private Writes writes = new Writes();

  @Override
  Workload workload() {
    return new Workload("put", 0, writes, new Reads());
  }
}
