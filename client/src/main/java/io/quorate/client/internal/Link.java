package io.quorate.client.internal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.quorate.proto.v1.ClientFrame;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.Reply;
import io.quorate.proto.v1.ServerFrame;
import io.quorate.proto.v1.Topology;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * Requests queue here and are written as one frame whenever the stream is free, without waiting for more: alone when idle, hundreds
 * at once under load. Nothing is handed to gRPC before the node has sent its first frame: from the moment of handing over nobody can
 * tell whether the node got it, and a node that is stopped or stuck accepts connections but says nothing.
 */
/**
 * One connection to one node and the stream on it. It lives once: when it breaks the node makes
 * another. Only touched by the loop.
 */
final class Link extends ClientCall.Listener<ServerFrame> {
  private static final int FRAME_REQUESTS = 512;
  private static final int FRAME_BYTES = 1 << 20;
  private static final int WINDOW_FRAMES = 16;

  /** Hears what happens on links. */
  interface Events {
    void onUp(Link link);

    void onTopology(Link link, Topology topology);

    void onReply(Attempt attempt, Reply reply);

    /** {@code pending}: all attempts that were not answered, sent or not. */
    void onDown(Link link, String why, List<Attempt> pending);
  }

  private final Node node;
  private final Loop loop;
  private final Events events;
  private final ManagedChannel channel;
  private final CallsInFlight besideInFlight = new CallsInFlight();
  private final Channel beside;
  private final ClientCall<ClientFrame, ServerFrame> stream;
  private final ArrayDeque<Attempt> queue = new ArrayDeque<>();
  private final Map<Long, Attempt> sent = new LinkedHashMap<>();
  private long lastId;
  private boolean up;
  private boolean closed;
  private boolean flushing;
  private long received;

  Link(Node node, Loop loop, Channels channels, Events events) {
    this.node = node;
    this.loop = loop;
    this.events = events;
    channel = channels.open(node.address());
    beside = ClientInterceptors.intercept(channel, besideInFlight);
    stream = channel.newCall(KvGrpc.getStreamMethod(), CallOptions.DEFAULT);
  }

  void open() {
    stream.start(this, new Metadata());
    stream.request(WINDOW_FRAMES);
  }

  Node node() {
    return node;
  }

  /** For calls beside the stream. */
  Channel channel() {
    return beside;
  }

  boolean isUp() {
    return up && !closed;
  }

  /** Nothing waits for an answer, on the stream or beside it. */
  boolean isIdle() {
    return queue.isEmpty() && sent.isEmpty() && besideInFlight.isNone();
  }

  /** When the node was last heard, by {@link System#nanoTime}. */
  long received() {
    return received;
  }

  void send(Attempt attempt) {
    queue.addLast(attempt);
    if (!flushing) {
      flushing = true;
      loop.later(this::flush);
    }
  }

  /**
   * The call has ended otherwise: an answer is not awaited any more, and if it was not sent it
   * never will be.
   */
  void forget(Attempt attempt) {
    attempt.forgotten = true;
    if (attempt.isSent()) {
      sent.remove(attempt.id());
    }
  }

  /** Asks for a sign of life; whatever comes back moves {@link #received}. */
  void ping() {
    if (isUp() && stream.isReady()) {
      stream.sendMessage(ClientFrame.newBuilder().addRequests(Wire.ping(++lastId)).build());
    }
  }

  private void flush() {
    flushing = false;
    while (isUp() && !queue.isEmpty() && stream.isReady()) {
      var frame = nextFrame();
      if (frame.getRequestsCount() > 0) {
        stream.sendMessage(frame);
      }
    }
  }

  private ClientFrame nextFrame() {
    var now = System.nanoTime();
    var frame = ClientFrame.newBuilder();
    var bytes = 0;
    for (var attempt = queue.peekFirst();
        attempt != null && frame.getRequestsCount() < FRAME_REQUESTS;
        attempt = queue.peekFirst()) {
      if (!attempt.forgotten) {
        bytes += Wire.size(attempt.call.request);
        if (bytes > FRAME_BYTES && frame.getRequestsCount() > 0) {
          break;
        }
        attempt.send(++lastId, now);
        sent.put(lastId, attempt);
        frame.addRequests(Wire.request(attempt, now));
      }
      queue.removeFirst();
    }
    return frame.build();
  }

  @Override
  public void onReady() {
    loop.run(this::flush);
  }

  @Override
  public void onMessage(ServerFrame frame) {
    loop.run(() -> read(frame));
  }

  private void read(ServerFrame frame) {
    if (closed) {
      return;
    }
    received = System.nanoTime();
    stream.request(1);
    var first = !up;
    up = true;
    if (frame.hasTopology()) {
      events.onTopology(this, frame.getTopology());
    }
    if (first) {
      events.onUp(this);
    }
    for (var reply : frame.getRepliesList()) {
      var attempt = sent.remove(reply.getId());
      if (attempt != null) {
        events.onReply(attempt, reply);
      }
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    loop.run(() -> close(Failures.text(status, trailers)));
  }

  /** Ends the connection; what was pending is handed to {@link Events#onDown}. */
  void close(String why) {
    if (closed) {
      return;
    }
    closed = true;
    stream.cancel(why, null);
    var unused = channel.shutdownNow();
    var pending = new ArrayList<>(sent.values());
    queue.stream().filter(attempt -> !attempt.forgotten).forEach(pending::add);
    sent.clear();
    queue.clear();
    events.onDown(this, why, pending);
  }
}
