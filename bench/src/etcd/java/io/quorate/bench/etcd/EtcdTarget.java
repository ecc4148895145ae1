package io.quorate.bench.etcd;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.quorate.bench.etcd.api.KVGrpc.KVStub;
import io.quorate.bench.etcd.api.PutRequest;
import io.quorate.bench.etcd.api.PutResponse;
import io.quorate.bench.etcd.api.RangeRequest;
import io.quorate.bench.etcd.api.RangeResponse;
import io.quorate.cli.bench.load.Failure;
import io.quorate.cli.bench.load.Target;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection to etcd under load: a call for each operation, its keys and values not copied. */
record EtcdTarget(KVStub calls, boolean serializable) implements Target {
  private static final long DEADLINE_SECONDS = 5;

  @Override
  public CompletableFuture<?> put(byte[] key, byte[] value) {
    var answer = new Answer<PutResponse>();
    stub()
        .put(
            PutRequest.newBuilder()
                .setKey(UnsafeByteOperations.unsafeWrap(key))
                .setValue(UnsafeByteOperations.unsafeWrap(value))
                .build(),
            answer);
    return answer;
  }

  @Override
  public CompletableFuture<?> get(byte[] key) {
    var answer = new Answer<RangeResponse>();
    stub()
        .range(
            RangeRequest.newBuilder()
                .setKey(UnsafeByteOperations.unsafeWrap(key))
                .setSerializable(serializable)
                .build(),
            answer);
    return answer;
  }

  private KVStub stub() {
    return calls.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public boolean isHit(@Nullable Object answer) {
    return answer instanceof RangeResponse response && response.getKvsCount() > 0;
  }

  @Override
  public Failure failure(Throwable cause) {
    return new Failure(Status.fromThrowable(cause).getCode().name(), true);
  }
}
