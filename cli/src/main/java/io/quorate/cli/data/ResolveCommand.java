package io.quorate.cli.data;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.client.OperationId;
import io.quorate.client.QuorateClient;
import io.quorate.client.Resolution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code quorate resolve}. */
@Command(
    name = "resolve",
    description = {
      "Settles a write whose outcome is not known: shows what it did, or makes sure that it never"
          + " will.",
      "The answer is final. Exit code 0 in both cases."
    },
    footer = {"", "Example:", "  quorate resolve 4711-12"})
public final class ResolveCommand extends ClientVerb {
  @Parameters(
      paramLabel = "OPERATION_ID",
      description = "As an error or a put with -o json shows it: SESSION-SEQUENCE.")
  private String operation = "";

  @Override
  protected int run(QuorateClient client) {
    var resolution = client.resolve(OperationId.parse(operation));
    if (output().json()) output().document(json(resolution));
    else output().line(text(resolution));
    return ExitCode.DONE;
  }

  private static Json.Fields json(Resolution resolution) {
    var fields =
        Json.fields()
            .add("operation_id", resolution.operation().toString())
            .add("outcome", resolution.outcome().name())
            .add("applied", resolution.applied())
            .add("index", resolution.index());
    resolution.result().ifPresent(result -> fields.add("result", OpResultJson.of(result)));
    resolution
        .rejection()
        .ifPresent(
            rejection ->
                fields.add(
                    "rejection",
                    Json.fields()
                        .add("code", rejection.code().name())
                        .add("message", rejection.getMessage())));
    return fields;
  }

  private static String text(Resolution resolution) {
    var id = resolution.operation();
    if (resolution.applied()) {
      return id
          + " was applied at index "
          + resolution.index()
          + resolution.result().map(result -> ": " + Json.text(OpResultJson.of(result))).orElse("");
    }
    return id
        + resolution
            .rejection()
            .map(rejection -> " was carried out and had no effect: " + rejection.getMessage())
            .orElse(" was not applied and never will be");
  }
}
