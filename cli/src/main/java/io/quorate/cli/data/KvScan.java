package io.quorate.cli.data;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.client.Evidence;
import io.quorate.client.KeyValue;
import io.quorate.client.Kv;
import io.quorate.client.QuorateClient;
import io.quorate.client.ScanOptions;
import io.quorate.client.ScanPage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate kv scan}. */
@Command(
    name = "scan",
    description = {
      "Shows the keys that start with PREFIX, in order, from one state: KEY, tab, VALUE.",
      "With -o json one document: {\"pairs\":[…],\"count\",\"next_page\",\"evidence\"}."
    },
    footer = {
      "",
      "Examples:",
      "  quorate kv scan user:",
      "  quorate kv scan user: --limit 100 -o json"
    })
final class KvScan extends ClientVerb {
  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "What the keys start with; none: all keys.")
  private String prefix = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most pairs to show; then a page token leads on.")
  private int limit;

  @Option(
      names = "--page",
      paramLabel = "TOKEN",
      description =
          "Continues an earlier scan of the same prefix, in the state that it saw, for about 60 s.")
  private @Nullable String page;

  @Option(names = "--keys-only", description = "Leaves the values out.")
  private boolean keysOnly;

  @Mixin private ByteForms forms = new ByteForms();
  @Mixin private ReadOptions read = new ReadOptions();

  private long shown;

  @Override
  protected int run(QuorateClient client) {
    var kv = read.of(client.kv());
    var options = ScanOptions.prefix(forms.key(prefix)).withLimit(limit);
    if (keysOnly) options = options.withKeysOnly();
    if (output().json()) output().text("{\"pairs\":[");
    if (limit == 0 && page == null) all(kv, options);
    else pages(kv, options);
    return ExitCode.DONE;
  }

  private void all(Kv kv, ScanOptions options) {
    try (var cursor = kv.scan(options)) {
      for (var pair : cursor) show(pair);
      finish(Optional.empty(), cursor.evidence());
    }
  }

  /** A page may end early, at its byte budget, so it takes as many as give what was asked for. */
  private void pages(Kv kv, ScanOptions options) {
    var answer = page == null ? kv.scanPage(options) : kv.scanPage(options, page);
    answer.kvs().forEach(this::show);
    while (answer.next().isPresent() && (limit == 0 || shown < limit)) {
      answer = next(kv, options, answer);
      answer.kvs().forEach(this::show);
    }
    finish(answer.next(), answer.evidence());
  }

  private ScanPage next(Kv kv, ScanOptions options, ScanPage before) {
    var rest = limit == 0 ? options : options.withLimit((int) (limit - shown));
    return kv.scanPage(rest, before.next().orElseThrow());
  }

  private void show(KeyValue pair) {
    if (output().json())
      output().text((shown == 0 ? "" : ",") + Json.text(forms.record(pair, keysOnly)));
    else output().line(keysOnly ? forms.keyLine(pair.key()) : forms.line(pair));
    shown++;
  }

  private void finish(Optional<String> next, Evidence evidence) {
    if (output().json()) {
      var end =
          Json.text(
              Json.fields()
                  .add("count", shown)
                  .add("next_page", next.orElse(null))
                  .add("evidence", EvidenceJson.of(evidence)));
      output().line("]," + end.substring(1));
    } else {
      next.ifPresent(token -> output().note("more: --page " + token));
    }
  }
}
