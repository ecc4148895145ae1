package io.quorate.chaos.cluster;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.quorate.client.Bytes;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.Evidence;
import io.quorate.proto.v1.Get;
import io.quorate.proto.v1.KeyValue;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.Put;
import io.quorate.proto.v1.ReadOptions;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Calls of the protocol to one node and no other: what the client, which goes where it is answered,
 * cannot ask. Every call throws {@link io.grpc.StatusRuntimeException} when it fails. Thread-safe.
 */
public final class DirectNode implements AutoCloseable {
  private final ManagedChannel channel;

  /** A value, absent or not, and what the node says of its freshness. */
  public record Seen(Optional<String> value, Evidence evidence) {}

  DirectNode(String address) {
    channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
  }

  public Seen get(String key, Consistency consistency, Duration timeout) {
    var reply =
        stub(timeout)
            .read(
                ReadRequest.newBuilder()
                    .setOptions(options(consistency, timeout))
                    .setGet(Get.newBuilder().setKey(ByteString.copyFromUtf8(key)))
                    .build());
    var get = reply.getGet();
    return new Seen(
        get.getFound() ? Optional.of(get.getKv().getValue().toStringUtf8()) : Optional.empty(),
        reply.getEvidence());
  }

  /** Writes without a session: it may take effect although it fails. */
  public WriteReply put(String key, String value, Duration timeout) {
    return stub(timeout)
        .write(
            WriteRequest.newBuilder()
                .setOperation(
                    Operation.newBuilder()
                        .setPut(
                            Put.newBuilder()
                                .setKey(ByteString.copyFromUtf8(key))
                                .setValue(ByteString.copyFromUtf8(value))))
                .setTimeoutMs((int) timeout.toMillis())
                .build());
  }

  /** Shows all pairs under {@code prefix} in the state that this node has. */
  public void scan(String prefix, Duration timeout, BiConsumer<String, String> each) {
    var start = Bytes.utf8(prefix);
    stub(timeout)
        .scan(
            ScanRequest.newBuilder()
                .setStart(ByteString.copyFrom(start.toByteArray()))
                .setEnd(ByteString.copyFrom(start.prefixEnd().toByteArray()))
                .setOptions(options(Consistency.EVENTUAL, timeout))
                .build())
        .forEachRemaining(page -> page.getKvsList().forEach(kv -> show(kv, each)));
  }

  private static void show(KeyValue kv, BiConsumer<String, String> each) {
    each.accept(kv.getKey().toStringUtf8(), kv.getValue().toStringUtf8());
  }

  private static ReadOptions options(Consistency consistency, Duration timeout) {
    return ReadOptions.newBuilder()
        .setConsistency(consistency)
        .setTimeoutMs((int) timeout.toMillis())
        .build();
  }

  private KvGrpc.KvBlockingStub stub(Duration timeout) {
    // Not waiting for the connection: a node that is down says so at once.
    return KvGrpc.newBlockingStub(channel)
        .withDeadlineAfter(timeout.toMillis() + 500, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
