package io.quorate.cli.data;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.client.Bytes;
import io.quorate.client.PutOptions;
import io.quorate.client.QuorateClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate kv put}. */
@Command(
    name = "put",
    description = "Sets a key's value.",
    footer = {
      "",
      "Examples:",
      "  quorate kv put user:1 Ada --if-absent",
      "  quorate kv put photo:1 --value-file ada.jpg --concern all"
    })
final class KvPut extends ClientVerb {
  @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
  private String key = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "The value; - reads it from stdin.")
  private @Nullable String value;

  @Option(
      names = "--value-file",
      paramLabel = "FILE",
      description = "Takes the value from a file, byte for byte.")
  private @Nullable Path file;

  @ArgGroup private @Nullable Condition condition;

  @Option(
      names = "--lease",
      paramLabel = "ID",
      description = "Deletes the key when this lease ends.")
  private long lease;

  @Option(names = "--previous", description = "Shows what the put replaced.")
  private boolean previous;

  @Mixin private ByteForms forms = new ByteForms();
  @Mixin private WriteOptions write = new WriteOptions();

  static final class Condition {
    @Option(
        names = "--if-version",
        paramLabel = "N",
        description = "Only if the key has this version; 0 means absent.")
    private @Nullable Long version;

    @Option(names = "--if-absent", description = "Only if there is no such key.")
    private boolean absent;

    PutOptions on(PutOptions options) {
      return absent || version == null ? options.ifAbsent() : options.ifVersion(version);
    }
  }

  @Override
  protected int run(QuorateClient client) throws IOException {
    var result = write.of(client.kv()).put(forms.key(key), value(), options());
    if (output().json()) {
      var fields = forms.addKey(Json.fields(), forms.key(key)).add("version", result.version());
      WriteOptions.add(fields, result.write()).add("create_index", result.createIndex());
      result.previous().ifPresent(kv -> fields.add("previous", forms.record(kv, false)));
      output().document(fields);
    } else {
      output().line("version " + result.version() + ", " + WriteOptions.text(result.write()));
      result
          .previous()
          .ifPresent(
              kv -> output().line("replaced version " + kv.version() + ": " + forms.line(kv)));
    }
    return ExitCode.DONE;
  }

  private Bytes value() throws IOException {
    if ((value == null) == (file == null))
      throw usage("give the value as VALUE, as - for stdin, or with --value-file");
    if (file != null) return Bytes.of(Files.readAllBytes(file));
    if ("-".equals(value)) return Bytes.of(terminal().in().readAllBytes());
    return forms.value(value == null ? "" : value);
  }

  private PutOptions options() {
    var options = PutOptions.defaults();
    if (condition != null) options = condition.on(options);
    if (lease != 0) options = options.withLease(lease);
    return previous ? options.withPrevious() : options;
  }
}
