package io.quorate.cli.data;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.client.QuorateClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate kv import}. */
@Command(
    name = "import",
    description = {
      "Puts the pairs of a file, many at a time.",
      "What was done is kept in FILE.progress, so that the same command goes on where an earlier"
          + " one ended.",
      "A malformed line ends it with exit code 2; the lines before it are imported, nothing of it"
          + " is."
    },
    footer = {
      "",
      "Examples:",
      "  quorate kv import users.tsv",
      "  quorate kv export --prefix user: | quorate --endpoints other:7400 kv import --format jsonl"
          + " -",
      "  quorate kv import --jrt --prefix jdk/"
    })
final class KvImport extends ClientVerb {
  @Mixin private PairSource source = new PairSource();
  @Mixin private WriteOptions write = new WriteOptions();

  @Option(names = "--window", paramLabel = "N", description = "Puts in flight; 256 unless given.")
  private int window = 256;

  @Option(
      names = "--resume-file",
      paramLabel = "FILE",
      description = "Where to keep what was done; FILE.progress unless given.")
  private @Nullable Path resumeFile;

  @Option(names = "--restart", description = "Begins at the first line whatever was done before.")
  private boolean restart;

  @Override
  protected int run(QuorateClient client) throws IOException, InterruptedException {
    if (window < 1 || window > 10_000) throw usage("--window is 1 to 10,000; found " + window);
    var pairs = source.pairs(terminal());
    var journal = new ImportJournal(resumeFile());
    if (restart) journal.forget();
    var importer = new Importer(write.of(client.kv()).async(), window, journal, progress());
    var done = importer.run(pairs);
    if (output().json()) {
      output()
          .document(
              Json.fields()
                  .add("keys", done.keys())
                  .add("resumed_after", done.before())
                  .add("bytes", done.bytes())
                  .add("seconds", done.seconds())
                  .add("keys_per_second", Math.round(done.rate())));
    } else {
      output()
          .line(
              "imported %,d keys, %,d bytes, in %.1f s: %,.0f keys/s%s"
                  .formatted(
                      done.keys(),
                      done.bytes(),
                      done.seconds(),
                      done.rate(),
                      done.before() == 0 ? "" : ", after %,d before".formatted(done.before())));
    }
    return ExitCode.DONE;
  }

  private Optional<Path> resumeFile() {
    if (resumeFile != null) return Optional.of(resumeFile);
    return source.file().map(file -> file.resolveSibling(file.getFileName() + ".progress"));
  }

  private ProgressLine progress() {
    return new ProgressLine(
        terminal(), count -> String.format(Locale.ROOT, "imported %,d keys", count));
  }
}
