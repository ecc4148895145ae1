package io.quorate.server.read;

import static io.quorate.command.KeyValueCodec.encode;

import com.google.protobuf.ByteString;
import io.quorate.command.Bytes;
import io.quorate.command.KeyValue;
import io.quorate.command.KeyValueCodec;
import io.quorate.command.Limits;
import io.quorate.engine.View;
import io.quorate.lease.LeaseInfo;
import io.quorate.proto.v1.GetResult;
import io.quorate.proto.v1.LeaseListResult;
import io.quorate.proto.v1.MultiGetResult;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.server.error.RequestException;
import java.util.List;
import java.util.Optional;

/** A question about the state that one look at a view answers. */
sealed interface Query {
  int MOST_KEYS = 1000;
  long MOST_BYTES = 4L << 20;
  int MOST_LEASES = 1000;

  void answer(View view, ReadReply.Builder reply);

  /** It may take so long that it is kept off the caller's thread. */
  boolean isLong();

  /**
   * Of anything but a scan. Throws INVALID_ARGUMENT or TOO_LARGE for what can never be answered.
   */
  static Query of(ReadRequest request) {
    return switch (request.getKindCase()) {
      case GET -> new One(key(request.getGet().getKey()));
      case MULTI_GET -> {
        if (request.getMultiGet().getKeysCount() > MOST_KEYS) {
          throw RequestException.tooLarge(
              request.getMultiGet().getKeysCount()
                  + " keys in one read; at most "
                  + MOST_KEYS
                  + " are allowed");
        }
        yield new Several(request.getMultiGet().getKeysList().stream().map(Query::key).toList());
      }
      case LEASE_GET -> new OneLease(request.getLeaseGet().getLeaseId());
      case LEASE_LIST -> {
        long limit = Integer.toUnsignedLong(request.getLeaseList().getLimit());
        yield new Leases(limit == 0 ? MOST_LEASES : (int) Math.min(limit, MOST_LEASES));
      }
      case SCAN -> throw new IllegalArgumentException("a scan is not a query");
      case KIND_NOT_SET ->
          throw RequestException.invalid(
              "the read is empty, or of a kind that this version does not know");
    };
  }

  static Bytes key(ByteString wire) {
    if (wire.isEmpty() || wire.size() > Limits.KEY_BYTES) {
      throw RequestException.invalid(
          "key of " + wire.size() + " bytes; 1 to " + Limits.KEY_BYTES + " are allowed");
    }
    return KeyValueCodec.bytes(wire);
  }

  static GetResult result(Optional<KeyValue> found) {
    return found
        .map(record -> GetResult.newBuilder().setFound(true).setKv(encode(record)).build())
        .orElseGet(GetResult::getDefaultInstance);
  }

  private static io.quorate.proto.v1.LeaseInfo result(LeaseInfo lease) {
    return io.quorate.proto.v1.LeaseInfo.newBuilder()
        .setLeaseId(lease.leaseId())
        .setTtlMs(lease.ttlMs())
        .setRemainingMs(lease.remainingMs())
        .setKeys(lease.keys())
        .setFound(true)
        .build();
  }

  /** A key. */
  record One(Bytes key) implements Query {
    @Override
    public void answer(View view, ReadReply.Builder reply) {
      reply.setGet(result(view.get(key)));
    }

    @Override
    public boolean isLong() {
      return false;
    }
  }

  /** Keys of one state, in the order asked for. */
  record Several(List<Bytes> keys) implements Query {
    /** Values of a mebibyte each fit into memory so many times. */
    private static final int AT_ONCE = 16;

    @Override
    public void answer(View view, ReadReply.Builder reply) {
      var results = MultiGetResult.newBuilder();
      long bytes = 0;
      for (int from = 0; from < keys.size(); from += AT_ONCE) {
        List<Bytes> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
        for (Optional<KeyValue> found : view.getAll(some)) {
          bytes +=
              found.map(record -> (long) record.value().size() + record.key().size()).orElse(0L);
          if (bytes > MOST_BYTES) {
            throw RequestException.tooLarge(
                "the values of these keys exceed " + MOST_BYTES + " bytes; ask for fewer keys");
          }
          results.addResults(result(found));
        }
      }
      reply.setMultiGet(results);
    }

    @Override
    public boolean isLong() {
      return true;
    }
  }

  /** A lease. */
  record OneLease(long id) implements Query {
    @Override
    public void answer(View view, ReadReply.Builder reply) {
      reply.setLease(
          view.lease(id)
              .map(Query::result)
              .orElseGet(() -> io.quorate.proto.v1.LeaseInfo.newBuilder().setLeaseId(id).build()));
    }

    @Override
    public boolean isLong() {
      return false;
    }
  }

  /** The first leases by id. */
  record Leases(int limit) implements Query {
    @Override
    public void answer(View view, ReadReply.Builder reply) {
      var leases = LeaseListResult.newBuilder();
      view.leases(limit).forEach(lease -> leases.addLeases(result(lease)));
      reply.setLeases(leases);
    }

    @Override
    public boolean isLong() {
      return true;
    }
  }
}
