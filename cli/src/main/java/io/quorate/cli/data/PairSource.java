package io.quorate.cli.data;

import io.quorate.cli.Terminal;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that name where pairs come from. */
final class PairSource {
  private static final Path STDIN = Path.of("-");

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "TSV (KEY, tab, VALUE; \\t \\n"
              + " \\r"
              + " \\\\ \\xNN inside) or JSONL ({\"key\",\"value\"} or"
              + " {\"key_base64\",\"value_base64\"}); - for stdin.")
  private @Nullable Path file;

  @Option(
      names = "--jrt",
      description = "Instead of a file: every class file of the running JDK, about 30,000 keys.")
  private boolean jrt;

  @Option(names = "--prefix", paramLabel = "P", description = "Put before every key of --jrt.")
  private String prefix = "";

  @Option(
      names = "--format",
      paramLabel = "tsv|jsonl",
      description =
          "When the file's name does not say it: .jsonl and .ndjson are JSONL, all else TSV.")
  private LineFormat.@Nullable Name format;

  @Option(names = "--base64", description = "Keys and values of a TSV file are base64.")
  private boolean base64;

  /** The file, if it is one that can be opened again. */
  Optional<Path> file() {
    return Optional.ofNullable(file).filter(path -> !path.equals(STDIN));
  }

  /** Throws {@link IllegalArgumentException} when the arguments name nothing, or two things. */
  Pairs pairs(Terminal terminal) {
    if (jrt == (file != null)) throw new IllegalArgumentException("name one source: FILE or --jrt");
    if (file == null) return new JrtPairs(prefix);
    if (!prefix.isEmpty()) throw new IllegalArgumentException("--prefix goes with --jrt");
    var lines = LineFormat.of(file.toString(), format, base64);
    return file.equals(STDIN) ? new StreamPairs(terminal.in(), lines) : new FilePairs(file, lines);
  }
}
