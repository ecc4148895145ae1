package io.quorate.cli.data;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.client.DeleteOptions;
import io.quorate.client.QuorateClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate kv delete}. */
@Command(
    name = "delete",
    description = "Deletes a key; done, too, when there is no such key.",
    footer = {
      "",
      "Examples:",
      "  quorate kv delete user:1",
      "  quorate kv delete --prefix session:"
    })
final class KvDelete extends ClientVerb {
  @Parameters(paramLabel = "KEY", description = "The key.")
  private String key = "";

  @Option(names = "--prefix", description = "Deletes every key that starts with KEY.")
  private boolean prefix;

  @Option(
      names = "--if-version",
      paramLabel = "N",
      description = "Only if the key has this version.")
  private @Nullable Long version;

  @Option(names = "--previous", description = "Shows what was deleted.")
  private boolean previous;

  @Mixin private ByteForms forms = new ByteForms();
  @Mixin private WriteOptions write = new WriteOptions();

  @Override
  protected int run(QuorateClient client) {
    if (prefix && (version != null || previous)) {
      throw usage("--prefix goes with neither --if-version nor --previous");
    }
    var kv = write.of(client.kv());
    if (prefix) {
      DeletedRange.print(output(), kv.deletePrefix(forms.key(key)));
      return ExitCode.DONE;
    }
    var result = kv.delete(forms.key(key), options());
    if (output().json()) {
      var fields = forms.addKey(Json.fields(), forms.key(key)).add("deleted", result.deleted());
      WriteOptions.add(fields, result.write());
      result.previous().ifPresent(old -> fields.add("previous", forms.record(old, false)));
      output().document(fields);
    } else {
      output()
          .line(
              (result.deleted() ? "deleted, " : "there was no such key, ")
                  + WriteOptions.text(result.write()));
      result
          .previous()
          .ifPresent(
              old -> output().line("it was version " + old.version() + ": " + forms.line(old)));
    }
    return ExitCode.DONE;
  }

  private DeleteOptions options() {
    var options = DeleteOptions.defaults();
    if (version != null) options = options.ifVersion(version);
    return previous ? options.withPrevious() : options;
  }
}
