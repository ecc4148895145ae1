package io.quorate.cli.data;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.client.Bytes;
import io.quorate.client.GetResult;
import io.quorate.client.KeyValue;
import io.quorate.client.QuorateClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate kv get}. */
@Command(
    name = "get",
    description = {
      "Shows a key's value, byte for byte, and a line end.",
      "Exit code 1 and nothing on stdout when there is no such key; with -o json the object says"
          + " \"found\":false."
    },
    footer = {
      "",
      "Examples:",
      "  quorate kv get user:1",
      "  quorate kv get photo:1 --raw > ada.jpg",
      "  quorate kv get user:1 --consistency bounded:500ms --preference nearest -o json"
    })
final class KvGet extends ClientVerb {
  @Parameters(paramLabel = "KEY", description = "The key.")
  private String key = "";

  @Option(names = "--raw", description = "No line end after the value.")
  private boolean raw;

  @Mixin private ByteForms forms = new ByteForms();
  @Mixin private ReadOptions read = new ReadOptions();

  @Override
  protected int run(QuorateClient client) {
    var result = read.of(client.kv()).get(forms.key(key));
    if (output().json()) {
      output().document(json(result));
    } else {
      result.value().ifPresent(this::print);
      if (!result.found()) output().note("quorate: there is no key " + key);
    }
    return result.found() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(Bytes value) {
    if (forms.ofValues() == Form.TEXT) output().raw(value.toByteArray());
    else output().text(forms.ofValues().write(value));
    if (!raw) output().text("\n");
  }

  private Json.Fields json(GetResult result) {
    var fields = forms.addKey(Json.fields(), forms.key(key));
    result
        .value()
        .ifPresentOrElse(value -> forms.addValue(fields, value), () -> fields.add("value", null));
    fields
        .add("version", result.kv().map(KeyValue::version).orElse(0L))
        .add("found", result.found());
    result.kv().ifPresent(kv -> ByteForms.addPosition(fields, kv));
    return fields.add("evidence", EvidenceJson.of(result.evidence()));
  }
}
