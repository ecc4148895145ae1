package io.quorate.server.grpc;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.quorate.proto.v1.ClientFrame;
import io.quorate.proto.v1.Get;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.Put;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.Reply;
import io.quorate.proto.v1.Request;
import io.quorate.proto.v1.ServerFrame;
import io.quorate.proto.v1.Topology;
import io.quorate.proto.v1.WriteRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real port on loopback with fakes behind it, and a client. */
final class Edge implements AutoCloseable {
  static final int VALUE_BYTES = 1000;
  static final int MESSAGE_BYTES = 4 << 20;

  final FakeWrites writes = new FakeWrites();
  final FakeReads reads = new FakeReads();
  final FakeTopology topology = new FakeTopology();
  final StatusMapper errors = new StatusMapper("n1");
  final KvService kv;
  final GrpcEdge edge = new GrpcEdge("127.0.0.1", 0, MESSAGE_BYTES, errors);
  final ManagedChannel channel;

  Edge() {
    this(KvService.SCAN_STALL);
  }

  Edge(Duration scanStall) {
    kv = new KvService(writes, reads, topology, new WriteChecks(VALUE_BYTES), errors, scanStall);
    edge.add(kv);
    edge.start();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", edge.port())
            .usePlaintext()
            .flowControlWindow(64 << 10)
            .maxInboundMessageSize(64 << 20)
            .build();
  }

  KvGrpc.KvBlockingStub blocking() {
    return KvGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  Client stream() {
    Client client = new Client();
    KvGrpc.newStub(channel).stream(client);
    return client;
  }

  static WriteRequest put(long sequence, int valueBytes) {
    return WriteRequest.newBuilder()
        .setSessionId(1)
        .setSequence(sequence)
        .setOperation(
            Operation.newBuilder()
                .setPut(
                    Put.newBuilder()
                        .setKey(ByteString.copyFromUtf8("k"))
                        .setValue(ByteString.copyFrom(new byte[valueBytes]))))
        .build();
  }

  static Request write(long id) {
    return Request.newBuilder().setId(id).setWrite(put(id, 1)).build();
  }

  static Request read(long id) {
    return Request.newBuilder()
        .setId(id)
        .setRead(
            ReadRequest.newBuilder()
                .setGet(Get.newBuilder().setKey(ByteString.copyFromUtf8("k" + id))))
        .build();
  }

  @Override
  public void close() {
    kv.close();
    channel.shutdownNow();
    edge.stop(Duration.ofSeconds(5));
    await().until(channel::isTerminated);
  }

  /** Takes replies only as they are asked for; {@link #takeAll} asks for all. */
  static final class Client implements ClientResponseObserver<ClientFrame, ServerFrame> {
    final List<ServerFrame> frames = new CopyOnWriteArrayList<>();
    volatile boolean completed;
    volatile @Nullable Throwable failure;
    private volatile @Nullable ClientCallStreamObserver<ClientFrame> requests;

    @Override
    public void beforeStart(ClientCallStreamObserver<ClientFrame> requests) {
      requests.disableAutoRequestWithInitial(0);
      this.requests = requests;
    }

    ClientCallStreamObserver<ClientFrame> out() {
      return java.util.Objects.requireNonNull(requests);
    }

    Client takeAll() {
      out().request(Integer.MAX_VALUE);
      return this;
    }

    void send(Request... batch) {
      send(List.of(batch));
    }

    void send(List<Request> batch) {
      out().onNext(ClientFrame.newBuilder().addAllRequests(batch).build());
    }

    List<Reply> replies() {
      return frames.stream().flatMap(frame -> frame.getRepliesList().stream()).toList();
    }

    List<Topology> topologies() {
      return frames.stream()
          .filter(ServerFrame::hasTopology)
          .map(ServerFrame::getTopology)
          .toList();
    }

    List<Reply> awaitReplies(int count) {
      await().atMost(Duration.ofSeconds(20)).until(() -> replies().size() >= count);
      return replies();
    }

    @Override
    public void onNext(ServerFrame frame) {
      frames.add(frame);
    }

    @Override
    public void onError(Throwable cause) {
      failure = cause;
    }

    @Override
    public void onCompleted() {
      completed = true;
    }
  }
}
