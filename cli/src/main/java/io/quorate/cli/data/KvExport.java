package io.quorate.cli.data;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.client.QuorateClient;
import io.quorate.client.ScanOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate kv export}. */
@Command(
    name = "export",
    description = {
      "Writes all pairs, of one state, as JSONL or TSV that import reads back byte for byte.",
      "Versions and leases are not exported."
    },
    footer = {
      "",
      "Examples:",
      "  quorate kv export users.tsv --prefix user:",
      "  quorate kv export > all.jsonl"
    })
final class KvExport extends ClientVerb {
  @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to; stdout unless given.")
  private @Nullable Path file;

  @Option(names = "--prefix", paramLabel = "P", description = "Only keys that start with it.")
  private String prefix = "";

  @Option(
      names = "--format",
      paramLabel = "tsv|jsonl",
      description = "By the file's name unless given: .tsv is TSV, all else and stdout JSONL.")
  private LineFormat.@Nullable Name format;

  @Option(names = "--base64", description = "TSV with keys and values in base64.")
  private boolean base64;

  @Mixin private ReadOptions read = new ReadOptions();

  @Override
  protected int run(QuorateClient client) throws IOException {
    var lines = lineFormat();
    var count = 0L;
    try (var out = open();
        var cursor = read.of(client.kv()).scan(ScanOptions.prefix(prefix));
        var progress =
            new ProgressLine(
                terminal(), keys -> String.format(Locale.ROOT, "exported %,d keys", keys))) {
      for (var kv : cursor) {
        out.write((lines.write(kv.key(), kv.value()) + "\n").getBytes(StandardCharsets.UTF_8));
        progress.show(++count);
      }
    }
    output().note("exported %,d keys".formatted(count));
    return ExitCode.DONE;
  }

  private LineFormat lineFormat() {
    var tsv =
        format == null
            ? file != null && file.toString().endsWith(".tsv")
            : format == LineFormat.Name.TSV;
    if (base64 && !tsv) throw usage("--base64 goes with TSV; JSONL says by itself what is base64");
    if (!tsv) return LineFormat.JSONL;
    return base64 ? LineFormat.TSV_BASE64 : LineFormat.TSV;
  }

  private OutputStream open() throws IOException {
    if (file != null) return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    // Flushed, not closed: it is not ours.
    return new BufferedOutputStream(terminal().out(), 1 << 16) {
      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }
}
