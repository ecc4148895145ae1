package io.quorate.cli;

import io.quorate.cli.output.Json;
import io.quorate.client.ConcernNotMetException;
import io.quorate.client.OperationId;
import io.quorate.client.PreconditionFailedException;
import io.quorate.client.QuorateException;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a command did not do what it was asked to, with its exit code and what scripts may want to
 * know.
 */
public final class CommandFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String message;
  private final transient Json.Fields details;
  private final transient List<String> explanation;

  private CommandFailure(
      int exitCode, String message, Json.Fields details, List<String> explanation) {
    super(message);
    this.message = message;
    this.exitCode = exitCode;
    this.details = details;
    this.explanation = explanation;
  }

  /** It did not happen. */
  public static CommandFailure failed(String message) {
    return of(ExitCode.FAILED, "FAILED", message);
  }

  /** A failure of the tool's own; {@code code} is an upper-case word, as in the protocol. */
  public static CommandFailure of(int exitCode, String code, String message) {
    return new CommandFailure(
        exitCode,
        message,
        Json.fields().add("code", code).add("outcome", "NOT_APPLIED"),
        List.of());
  }

  /** A failure that the client reports. */
  public static CommandFailure of(QuorateException e) {
    return of(exitCode(e), e);
  }

  /** The same, where the verb gives it another exit code. */
  public static CommandFailure of(int exitCode, QuorateException e) {
    var details = Json.fields().add("code", e.code().name()).add("outcome", e.outcome().name());
    var operation = e.operationId().map(OperationId::toString);
    operation.ifPresent(id -> details.add("operation_id", id));
    if (!e.node().isEmpty()) details.add("node", e.node());
    if (!e.attempts().isEmpty()) details.add("attempts", e.attempts());
    if (e instanceof PreconditionFailedException failed) {
      details.add("current_version", failed.currentVersion());
    }
    if (e instanceof ConcernNotMetException unmet) {
      details
          .add("index", unmet.index())
          .add("acknowledged_by", unmet.acknowledgedBy())
          .add("wanted", unmet.wanted());
    }
    return new CommandFailure(
        exitCode, String.valueOf(e.getMessage()), details, explain(e, operation));
  }

  private static List<String> explain(QuorateException e, Optional<String> operation) {
    return switch (e.outcome()) {
      case UNKNOWN ->
          operation
              .map(id -> "The outcome is not known. Settle it with: quorate resolve " + id)
              .map(List::of)
              .orElse(List.of("The outcome is not known."));
      case APPLIED -> List.of("The write is committed and stays.");
      case NOT_APPLIED -> List.of();
    };
  }

  /*
   * The client repeats what may succeed later until the deadline, so such a code means that the time was up. What was
   * invalid can never succeed: the command line was wrong.
   */
  private static int exitCode(QuorateException e) {
    return switch (e.code()) {
      case REFUSED -> ExitCode.REFUSED;
      case INVALID_ARGUMENT, TOO_LARGE -> ExitCode.USAGE;
      case NOT_LEADER, UNAVAILABLE, OVERLOADED, TIMEOUT, CONCERN_NOT_MET, STALENESS_NOT_MET ->
          ExitCode.UNKNOWN;
      default ->
          switch (e.outcome()) {
            case UNKNOWN -> ExitCode.UNKNOWN;
            case APPLIED, NOT_APPLIED -> ExitCode.FAILED;
          };
    };
  }

  /** The same, told with where it happened before it and what follows from it after it. */
  public CommandFailure within(String where, String consequence) {
    var told = Stream.concat(explanation.stream(), Stream.of(consequence)).toList();
    return new CommandFailure(exitCode, where + getMessage(), details, told);
  }

  @Override
  public String getMessage() {
    return message;
  }

  public int exitCode() {
    return exitCode;
  }

  /** Tells it on stderr: one JSON object for scripts, sentences for people. */
  void report(Terminal terminal, boolean json) {
    if (json) {
      var error = Json.fields().addAll(details).add("message", getMessage());
      terminal.err().println(Json.text(Json.fields().add("error", error)));
    } else {
      terminal.err().println("quorate: " + getMessage());
      explanation.forEach(line -> terminal.err().println("  " + line));
    }
  }
}
