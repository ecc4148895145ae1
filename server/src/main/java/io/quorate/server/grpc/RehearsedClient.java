package io.quorate.server.grpc;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.ClientFrame;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.Put;
import io.quorate.proto.v1.Reply;
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
import java.util.function.BooleanSupplier;

/** Writes as a client does, by a stream to a gRPC port of its own on loopback. */
public final class RehearsedClient {
  private static final int VALUE_BYTES = 256;
  private static final int MESSAGE_BYTES = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final long LOOK_MS = 50;

  private RehearsedClient() {}

  /**
   * Opens the port, puts, and closes it again. Throws IOException when a put is refused or not
   * answered, and when it shall end.
   *
   * @param bursts of requests, each of which is answered before the next begins
   */
  public static void write(
      Writes writes,
      Reads reads,
      TopologySource topology,
      int bursts,
      int requests,
      BooleanSupplier ending)
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
        replies.await(requests, ending);
      }
      stream.onCompleted();
    } finally {
      kv.close();
      channel.shutdownNow();
      edge.stop(GRACE);
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

  private static final class Replies implements StreamObserver<ServerFrame> {
    private final Semaphore done = new Semaphore(0);
    private volatile String trouble = "";

    void await(int replies, BooleanSupplier ending) throws IOException, InterruptedException {
      long begin = System.nanoTime();
      while (!done.tryAcquire(replies, LOOK_MS, TimeUnit.MILLISECONDS)) {
        if (ending.getAsBoolean()) {
          throw new IOException("the node is stopping");
        }
        if (!trouble.isEmpty()) {
          throw new IOException("a rehearsed write failed: " + trouble);
        }
        if (System.nanoTime() - begin > PATIENCE.toNanos()) {
          throw new IOException("a rehearsed write was not answered");
        }
      }
    }

    @Override
    public void onNext(ServerFrame frame) {
      for (Reply reply : frame.getRepliesList()) {
        if (reply.hasWrite()) {
          done.release();
        } else {
          trouble = reply.getError().getMessage();
        }
      }
    }

    @Override
    public void onError(Throwable cause) {
      trouble = cause.toString();
    }

    @Override
    public void onCompleted() {}
  }
}
