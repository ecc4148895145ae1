package io.quorate.client;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quorate.client.FakeCluster.Reaction;
import io.quorate.proto.v1.ClientFrame;
import io.quorate.proto.v1.ClusterGrpc;
import io.quorate.proto.v1.ClusterStatus;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.MembershipReply;
import io.quorate.proto.v1.NodeRequest;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.Reply;
import io.quorate.proto.v1.Request;
import io.quorate.proto.v1.ScanPage;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.proto.v1.ServerFrame;
import io.quorate.proto.v1.StatusRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One node of a {@link FakeCluster}: a real gRPC server on a free port of 127.0.0.1. */
final class FakeNode {
  private final FakeCluster cluster;
  private final String name;
  private final boolean voter;
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final List<StreamObserver<ServerFrame>> streams = new CopyOnWriteArrayList<>();
  private final List<Request> received = Collections.synchronizedList(new ArrayList<>());
  private final int port;
  private volatile @Nullable Server server;
  private volatile boolean frozen;
  private volatile int largestFrame;
  private final List<Integer> frames = new CopyOnWriteArrayList<>();

  FakeNode(FakeCluster cluster, String name, boolean voter) {
    this.cluster = cluster;
    this.name = name;
    this.voter = voter;
    this.port = start(0);
  }

  String name() {
    return name;
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  boolean isVoter() {
    return voter;
  }

  /** All requests that arrived, frozen or not, but for the client's pings. */
  List<Request> received() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  int largestFrame() {
    return largestFrame;
  }

  /** How many requests came in each frame. */
  List<Integer> frames() {
    return List.copyOf(frames);
  }

  int streams() {
    return streams.size();
  }

  private int start(int wanted) {
    try {
      var started =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))
              .executor(executor)
              .permitKeepAliveTime(5, TimeUnit.SECONDS)
              .addService(new KvService())
              .addService(new ClusterService())
              .build()
              .start();
      server = started;
      return started.getPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Accepts connections and says nothing, as a stopped process does. */
  void freeze() {
    frozen = true;
  }

  void thaw() {
    frozen = false;
  }

  boolean isLiving() {
    return !frozen && server != null;
  }

  /** As kill -9. */
  void kill() {
    var running = server;
    if (running != null) {
      running.shutdownNow();
      try {
        running.awaitTermination();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      server = null;
      streams.clear();
    }
  }

  void restart() {
    var unused = start(port);
  }

  /** Ends the streams but not the node. */
  void closeStreams() {
    for (var stream : streams) {
      synchronized (stream) {
        stream.onCompleted();
      }
    }
    streams.clear();
  }

  void close() {
    kill();
    executor.shutdownNow();
    later.shutdownNow();
  }

  void pushTopology() {
    for (var stream : streams) {
      send(stream, ServerFrame.newBuilder().setTopology(cluster.topology()).build());
    }
  }

  private void send(StreamObserver<ServerFrame> stream, ServerFrame frame) {
    if (frozen) {
      return;
    }
    try {
      synchronized (stream) {
        stream.onNext(frame);
      }
    } catch (IllegalStateException | io.grpc.StatusRuntimeException gone) {
      streams.remove(stream);
    }
  }

  private void reply(StreamObserver<ServerFrame> stream, Reply reply, long delayMs) {
    var frame = ServerFrame.newBuilder().addReplies(reply).build();
    if (delayMs == 0) {
      send(stream, frame);
    } else {
      var unused = later.schedule(() -> send(stream, frame), delayMs, TimeUnit.MILLISECONDS);
    }
  }

  private static boolean isPing(Request request) {
    return request.getRead().getGet().getKey().equals(ByteString.copyFromUtf8("ping"));
  }

  private void handle(Request request, StreamObserver<ServerFrame> stream) {
    if (isPing(request)) {
      reply(stream, cluster.serve(this, request), 0);
      return;
    }
    received.add(request);
    if (frozen) {
      return;
    }
    Reaction reaction = cluster.react(this, request);
    var served =
        reaction.error() != null
            ? Reply.newBuilder().setError(reaction.error()).build()
            : reaction.apply() ? cluster.serve(this, request) : Reply.getDefaultInstance();
    var reply = served.toBuilder().setId(request.getId()).build();
    switch (reaction.answer()) {
      case REPLY -> reply(stream, reply, reaction.delayMs());
      case CLOSE -> closeStreams();
      case SILENCE -> {}
    }
  }

  private final class KvService extends KvGrpc.KvImplBase {
    @Override
    public StreamObserver<ClientFrame> stream(StreamObserver<ServerFrame> out) {
      if (!frozen) {
        streams.add(out);
        send(out, ServerFrame.newBuilder().setTopology(cluster.topology()).build());
      }
      return new StreamObserver<>() {
        @Override
        public void onNext(ClientFrame frame) {
          largestFrame = Math.max(largestFrame, frame.getSerializedSize());
          frames.add(frame.getRequestsCount());
          frame.getRequestsList().forEach(request -> handle(request, out));
        }

        @Override
        public void onError(Throwable failure) {
          streams.remove(out);
        }

        @Override
        public void onCompleted() {
          streams.remove(out);
        }
      };
    }

    @Override
    public void scan(ScanRequest request, StreamObserver<ScanPage> out) {
      cluster.scan(FakeNode.this, request, out);
    }
  }

  private final class ClusterService extends ClusterGrpc.ClusterImplBase {
    /** Takes itself out of the topology at once, and answers a while later. */
    @Override
    public void removeNode(NodeRequest request, StreamObserver<MembershipReply> out) {
      cluster.remove(FakeNode.this);
      var unused =
          later.schedule(
              () -> {
                out.onNext(MembershipReply.getDefaultInstance());
                out.onCompleted();
              },
              500,
              TimeUnit.MILLISECONDS);
    }

    @Override
    public void status(StatusRequest request, StreamObserver<ClusterStatus> out) {
      if (!frozen) {
        out.onNext(cluster.status());
        out.onCompleted();
      }
    }

    @Override
    public void localStatus(StatusRequest request, StreamObserver<NodeStatus> out) {
      if (!frozen) {
        out.onNext(NodeStatus.newBuilder().setId(name).setAddress(address()).build());
        out.onCompleted();
      }
    }
  }
}
