package io.quorate.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quorate bench get}. */
@Command(
    name = "get",
    description = {
      "Reads keys at random and measures throughput and latency.",
      "The keys are bench/0000000000 and on. They are loaded first, unless all are there with"
          + " values",
      "of that size; what was loaded is deleted at the end, unless --keep is given.",
      "Ctrl-C ends it and prints what there is.",
      "Exit code 0: it lasted as long as it should; 1: interrupted; 4: the cluster did not answer",
      "any more. Errors are results: they do not change the exit code."
    },
    footer = {
      "",
      "Examples:",
      "  quorate bench get --clients 64 --seconds 60",
      "  quorate bench get --read-consistency eventual --read-from nearest --keep"
    })
final class BenchGet extends BenchVerb {
  @Mixin private Reads reads = new Reads();

  @Override
  Workload workload() {
    return new Workload("get", 1, new Writes(), reads);
  }
}
