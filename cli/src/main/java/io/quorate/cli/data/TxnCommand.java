package io.quorate.cli.data;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.client.QuorateClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code quorate txn}. */
@Command(
    name = "txn",
    description = {
      "Carries out a transaction: if all comparisons hold, what stands under \"then\", or else what"
          + " stands under \"else\".",
      "Exit code 0 in both cases; \"succeeded\" tells which.",
      "",
      "A comparison has a \"key\", one of \"version\", \"create_index\", \"modify_index\","
          + " \"lease\", \"value\", \"exists\",",
      "and how they relate, \"is\": = (unless given), !=, < or >. An absent key has version,"
          + " indexes and lease 0.",
      "An operation is one of:",
      "  {\"put\":{\"key\",\"value\",\"lease\",\"previous\"}}     {\"get\":{\"key\"}}",
      "  {\"delete\":{\"key\",\"previous\"}}                 "
          + " {\"delete_range\":{\"start\",\"end\",\"limit\"} or {\"prefix\",\"limit\"}}",
      "Binary keys and values: \"key_base64\", \"value_base64\" and so on."
    },
    footer = {
      "",
      "Example:",
      "  echo"
          + " '{\"compare\":[{\"key\":\"stock\",\"value\":\"3\"}],\"then\":[{\"put\":{\"key\":\"stock\",\"value\":\"2\"}}],",
      "         \"else\":[{\"get\":{\"key\":\"stock\"}}]}' | quorate txn -"
    })
public final class TxnCommand extends ClientVerb {
  @Parameters(paramLabel = "FILE", description = "The transaction, JSON; - for stdin.")
  private String file = "";

  @Mixin private WriteOptions write = new WriteOptions();

  @Override
  protected int run(QuorateClient client) throws IOException {
    var transaction = TransactionFile.parse(file.equals("-") ? "stdin" : file, text());
    var result = write.of(client.kv()).transaction(transaction);
    var results = result.results().stream().map(OpResultJson::of).toList();
    if (output().json()) {
      var fields = Json.fields().add("succeeded", result.succeeded()).add("results", results);
      output().document(WriteOptions.add(fields, result.write()));
    } else {
      var branch = result.succeeded() ? "succeeded: then" : "did not succeed: else";
      output().line(branch + " took effect, " + WriteOptions.text(result.write()));
      results.forEach(each -> output().line("  " + Json.text(each)));
    }
    return ExitCode.DONE;
  }

  private String text() throws IOException {
    return file.equals("-")
        ? new String(terminal().in().readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(Path.of(file));
  }
}
