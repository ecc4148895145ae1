package io.quorate.cli.data;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.client.Bytes;
import io.quorate.client.QuorateClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code quorate kv delete-range}. */
@Command(
    name = "delete-range",
    description =
        "Deletes the keys from START, inclusive, to END, exclusive, at most 1,000 atomically at a"
            + " time.",
    footer = {"", "Example:", "  quorate kv delete-range log:2024 log:2025"})
final class KvDeleteRange extends ClientVerb {
  @Parameters(index = "0", paramLabel = "START", description = "The first key to delete.")
  private String start = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "END",
      description = "The first key to keep; none: to the last key.")
  private @Nullable String end;

  @Mixin private ByteForms forms = new ByteForms();
  @Mixin private WriteOptions write = new WriteOptions();

  @Override
  protected int run(QuorateClient client) {
    var to = end == null ? Bytes.EMPTY : forms.key(end);
    DeletedRange.print(output(), write.of(client.kv()).deleteRange(forms.key(start), to));
    return ExitCode.DONE;
  }
}
