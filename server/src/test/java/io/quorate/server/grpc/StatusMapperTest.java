package io.quorate.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.quorate.command.InvalidCommandException;
import io.quorate.command.TooLargeException;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.RequestException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusMapperTest {
  private final StatusMapper mapper = new StatusMapper("n1");

  @ParameterizedTest
  @EnumSource(value = ErrorCode.class, names = "UNRECOGNIZED", mode = EnumSource.Mode.EXCLUDE)
  void everyErrorSurvivesTheWayThereAndBack(ErrorCode code) {
    Error error =
        Error.newBuilder()
            .setCode(code)
            .setOutcome(Outcome.APPLIED)
            .setMessage("wanted 3, found 2")
            .setLeader("n2:7400")
            .setIndex(42)
            .addAcknowledgedBy("n1")
            .setWanted(3)
            .setRetryAfterMs(20)
            .setCurrentVersion(7)
            .setNode("n3")
            .build();
    var status = mapper.toStatus(new RequestException(error));
    assertNotEquals(Status.Code.OK, status.getStatus().getCode());
    assertNotEquals(Status.Code.UNKNOWN, status.getStatus().getCode());
    assertEquals(code + ": wanted 3, found 2", status.getStatus().getDescription());
    assertEquals(error, StatusMapper.fromStatus(status).error());
    assertEquals(error, StatusMapper.fromStatus(new CompletionException(status)).error());
  }

  @Test
  void onlyErrorsWithoutANodeGetThisOnes() {
    assertEquals("n1", mapper.toError(RequestException.unavailable("x")).getNode());
  }

  @Test
  void commandsThatCannotBeBuiltAreTheCallersFault() {
    assertEquals(ErrorCode.TOO_LARGE, mapper.toError(new TooLargeException("big")).getCode());
    Error invalid = mapper.toError(new CompletionException(new InvalidCommandException("bad")));
    assertEquals(ErrorCode.INVALID_ARGUMENT, invalid.getCode());
    assertEquals(Outcome.NOT_APPLIED, invalid.getOutcome());
  }

  @Test
  void whatNobodyForesawIsInternalAndUnknown() {
    Error error =
        mapper.toError(new CompletionException(new IllegalStateException("a test's bug")));
    assertEquals(ErrorCode.INTERNAL, error.getCode());
    assertEquals(Outcome.UNKNOWN, error.getOutcome());
    assertTrue(error.getMessage().contains("a test's bug"), error.getMessage());
  }

  @Test
  void withoutATrailerTheOutcomeIsUnknown() {
    Error cut =
        StatusMapper.fromStatus(Status.UNAVAILABLE.withDescription("reset").asRuntimeException())
            .error();
    assertEquals(ErrorCode.UNAVAILABLE, cut.getCode());
    assertEquals(Outcome.UNKNOWN, cut.getOutcome());
    Error late = StatusMapper.fromStatus(Status.DEADLINE_EXCEEDED.asRuntimeException()).error();
    assertEquals(ErrorCode.TIMEOUT, late.getCode());
    assertEquals(Outcome.UNKNOWN, late.getOutcome());
    assertEquals(
        Outcome.NOT_APPLIED,
        StatusMapper.fromStatus(Status.UNIMPLEMENTED.asRuntimeException()).error().getOutcome());
  }

  @Test
  void aRequestExceptionPassesUnchanged() {
    RequestException failure = RequestException.refused("no");
    assertSame(failure, StatusMapper.fromStatus(new CompletionException(failure)));
  }
}
