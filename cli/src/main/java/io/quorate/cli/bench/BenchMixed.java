package io.quorate.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate bench mixed}. */
@Command(
    name = "mixed",
    description = {
      "Reads and puts keys at random and measures throughput and latency, of both and of each.",
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
      "  quorate bench mixed --clients 64 --seconds 60",
      "  quorate bench mixed --read-share 0.95 --rate 5000 -o json"
    })
final class BenchMixed extends BenchVerb {
  @Mixin private Writes writes = new Writes();
  @Mixin private Reads reads = new Reads();

  @Option(
      names = "--read-share",
      paramLabel = "PART",
      description = "How many of the operations are gets, 0 to 1; 0.5 unless given.")
  private double readShare = 0.5;

  @Override
  Workload workload() {
    if (!(readShare >= 0 && readShare <= 1)) {
      throw usage("--read-share is 0 to 1; found " + readShare);
    }
    return new Workload("mixed", readShare, writes, reads);
  }
}
