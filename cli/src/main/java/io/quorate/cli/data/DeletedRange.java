package io.quorate.cli.data;

import io.quorate.cli.output.Json;
import io.quorate.cli.output.Output;
import io.quorate.client.DeleteRangeResult;

/** How a deleted range is shown. */
final class DeletedRange {
  private DeletedRange() {}

  static void print(Output output, DeleteRangeResult result) {
    if (output.json()) {
      output.document(
          WriteOptions.add(Json.fields().add("deleted", result.deleted()), result.write()));
    } else {
      output.line("deleted " + result.deleted() + " keys, " + WriteOptions.text(result.write()));
    }
  }
}
