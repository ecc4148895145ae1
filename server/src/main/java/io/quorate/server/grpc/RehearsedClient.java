package io.quorate.server.grpc;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.ClientFrame;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.Put;
import io.quorate.proto.v1.Request;
import io.quorate.proto.v1.ServerFrame;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.node.Dialer;
import io.quorate.server.proposal.Writes;
import io.quorate.server.read.Reads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Writes as a client does, by a stream to a gRPC port of its own on loopback. */
public final class RehearsedClient {
  private static final int VALUE_BYTES = 256;
  private static final int MESSAGE_BYTES = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private RehearsedClient() {}

  /**
   * Opens the port, puts, and closes it again. Throws IOException when an answer does not come.
   *
   * @param bursts of requests, each of which is answered before the next begins
   */
  public static void write(
      Writes writes, Reads reads, TopologySource topology, int bursts, int requests)
      throws IOException, InterruptedException {
    StatusMapper errors = new StatusMapper("rehearsal");
    GrpcEdge edge = new GrpcEdge("127.0.0.1", 0, MESSAGE_BYTES, errors);
    KvService kv = new KvService(writes, reads, topology, new WriteChecks(MESSAGE_BYTES), errors);
    edge.add(kv);
    edge.start();
    ManagedChannel channel = Dialer.plaintext().dial("127.0.0.1:" + edge.port());
    try {
      Replies replies = new Replies();
      StreamObserver<ClientFrame> stream = KvGrpc.newStub(channel).stream(replies);
      for (int burst = 0; burst < bursts; burst++) {
        for (int number = 0; number < requests; number++) {
          stream.onNext(put(burst * requests + number));
        }
        if (!replies.arrived.tryAcquire(requests, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException("a rehearsed write was not answered");
        }
      }
      stream.onCompleted();
    } finally {
      kv.close();
      channel.shutdownNow();
      edge.stop(Duration.ofMillis(100));
    }
  }

  private static ClientFrame put(int number) {
    return ClientFrame.newBuilder()
        .addRequests(
            Request.newBuilder()
                .setId(number + 1)
                .setWrite(
                    WriteRequest.newBuilder()
                        .setOperation(
                            Operation.newBuilder()
                                .setPut(
                                    Put.newBuilder()
                                        .setKey(ByteString.copyFromUtf8("rehearsal/" + number))
                                        .setValue(ByteString.copyFrom(new byte[VALUE_BYTES]))))))
        .build();
  }

  /** A permit for each. */
  private static final class Replies implements StreamObserver<ServerFrame> {
    final Semaphore arrived = new Semaphore(0);

    @Override
    public void onNext(ServerFrame frame) {
      arrived.release(frame.getRepliesCount());
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {}
  }
}
