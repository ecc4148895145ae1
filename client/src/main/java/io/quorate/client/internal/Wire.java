package io.quorate.client.internal;

import com.google.protobuf.ByteString;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.Get;
import io.quorate.proto.v1.ReadOptions;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.WriteRequest;
import java.util.concurrent.TimeUnit;

/** Puts attempts into the protocol's requests. */
final class Wire {
  private static final long MOST_MARGIN = TimeUnit.MILLISECONDS.toNanos(100);
  private static final ByteString ANY_KEY = ByteString.copyFromUtf8("ping");

  /**
   * A frame must stay below the 4 MiB that gRPC servers accept, or it would end the stream for all.
   */
  static final int MOST_BYTES = 3 << 20;

  private Wire() {}

  /** How many bytes the request has on the wire, apart from a few for its session. */
  static int size(Request request) {
    if (request instanceof Request.Write write) {
      return write.operation().getSerializedSize();
    } else if (request instanceof Request.Read read) {
      return read.request().getSerializedSize();
    } else if (request instanceof Request.Page page) {
      return page.request().getSerializedSize();
    }
    return 0;
  }

  static io.quorate.proto.v1.Request request(Attempt attempt, long now) {
    var request = io.quorate.proto.v1.Request.newBuilder().setId(attempt.id());
    var call = attempt.call;
    var timeoutMs = timeoutMs(call.scope.deadline() - now);
    if (call.request instanceof Request.Write write) {
      request.setWrite(write(write, call, timeoutMs));
    } else if (call.request instanceof Request.Read read) {
      request.setRead(withTimeout(read.request(), timeoutMs));
    } else if (call.request instanceof Request.Page page) {
      request.setRead(withTimeout(page.request(), timeoutMs));
    } else {
      throw new AssertionError("a connection is not sent");
    }
    return request.build();
  }

  private static WriteRequest write(Request.Write write, Call call, int timeoutMs) {
    var request =
        WriteRequest.newBuilder()
            .setOperation(write.operation())
            .setConcern(write.concern())
            .setTimeoutMs(timeoutMs);
    var session = call.session;
    if (session != null) {
      request
          .setSessionId(session.id())
          .setSequence(call.sequence)
          .setAcknowledged(session.acknowledged());
    }
    return request.build();
  }

  private static ReadRequest withTimeout(ReadRequest request, int timeoutMs) {
    return request.toBuilder()
        .setOptions(request.getOptions().toBuilder().setTimeoutMs(timeoutMs))
        .build();
  }

  /**
   * The server gets a little less than we have, so that its answer, which knows more, arrives
   * before our own time-out.
   */
  private static int timeoutMs(long remainingNanos) {
    var given = remainingNanos - Math.min(MOST_MARGIN, remainingNanos / 10);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(given)));
  }

  /** A read that every living node answers at once. */
  static io.quorate.proto.v1.Request ping(long id) {
    return io.quorate.proto.v1.Request.newBuilder()
        .setId(id)
        .setRead(
            ReadRequest.newBuilder()
                .setOptions(ReadOptions.newBuilder().setConsistency(Consistency.EVENTUAL))
                .setGet(Get.newBuilder().setKey(ANY_KEY)))
        .build();
  }
}
