package io.quorate.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.ClientFrame;
import io.quorate.proto.v1.ReadOptions;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.Reply;
import io.quorate.proto.v1.Request;
import io.quorate.proto.v1.ServerFrame;
import io.quorate.proto.v1.Topology;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * One client's stream.
 *
 *   frame ──► backlog ──► writes / reads ──► answers ──► frames while the transport is ready
 *
 * The next request is taken only while fewer than SLOW_READER_BYTES of answers wait to be taken or are expected from the reads in
 * flight (at the size that reads on this stream have had lately), and the next frame only when the backlog is empty: so a client that
 * does not read is not read from either, and HTTP/2 flow control stops it. Answers that are complete while the transport is busy leave
 * together, in one frame: a busy stream batches by itself and an idle one does not wait.
 *
 * All of it happens in step(), which the pump runs on one thread at a time; completing a request only queues the answer and signals.
 */
final class KvStream implements StreamObserver<ClientFrame> {
  /** More requests at a time are answered OVERLOADED. */
  static final int MAX_IN_FLIGHT = 10_000;

  /** Unread and expected answers at which the stream takes no more requests. */
  static final long SLOW_READER_BYTES = 8 << 20;

  /**
   * Unread answers at which a read that completes is answered OVERLOADED instead: many large ones
   * may have been in flight.
   */
  static final long MAX_UNREAD_BYTES = 32 << 20;

  /** A frame grows no further once it has this size. */
  static final int FRAME_BYTES = 1 << 20;

  private static final int RETRY_AFTER_MS = 20;
  private static final int FIRST_GUESS_BYTES = 1 << 10;

  /**
   * Gets that came in one frame and ask for the same are served together, so many at most: one that
   * must wait for the disk holds the others up.
   */
  static final int MOST_TOGETHER = 64;

  interface Dispatch<Q, R> {
    CompletableFuture<R> call(Q request, Deadline deadline);
  }

  /** Of several requests that are alike. Returns at once. */
  interface GroupDispatch<Q, R> {
    void call(List<Q> requests, Deadline deadline, Answers<R> answers);
  }

  /** Takes the futures of several requests, in their order. */
  interface Answers<R> {
    void of(List<CompletableFuture<R>> futures);
  }

  private record Get(long id, ReadRequest request) {
    boolean isLike(Get other) {
      ReadOptions mine = request.getOptions();
      ReadOptions its = other.request.getOptions();
      return mine.getConsistency() == its.getConsistency()
          && mine.getMaxStalenessMs() == its.getMaxStalenessMs()
          && mine.getToken().equals(its.getToken())
          && mine.hasToken() == its.hasToken();
    }
  }

  private record Answer(Reply reply, int size) {}

  private final ServerCallStreamObserver<ServerFrame> frames;
  private final Dispatch<WriteRequest, WriteReply> writes;
  private final Dispatch<ReadRequest, ReadReply> reads;
  private final GroupDispatch<ReadRequest, ReadReply> gets;
  private final TopologySource topology;
  private final StatusMapper errors;
  private final Consumer<KvStream> onEnd;
  private final Pump pump = new Pump(Futures.VIRTUAL_THREADS, this::step);
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicLong unreadBytes = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger readsInFlight = new AtomicInteger();
  private final AtomicInteger expectedReadBytes = new AtomicInteger(FIRST_GUESS_BYTES);
  private volatile Iterator<Request> backlog = Collections.emptyIterator();
  private volatile boolean frameAsked;
  private volatile boolean topologyChanged = true;
  private volatile boolean draining;
  private volatile boolean halfClosed;
  private volatile boolean cancelled;

  // Only touched by the pump.
  private final List<Get> together = new ArrayList<>();
  private boolean ended;
  private TopologySource.@Nullable Subscription subscription;
  private @Nullable Topology told;

  KvStream(
      ServerCallStreamObserver<ServerFrame> frames,
      Dispatch<WriteRequest, WriteReply> writes,
      Dispatch<ReadRequest, ReadReply> reads,
      GroupDispatch<ReadRequest, ReadReply> gets,
      TopologySource topology,
      StatusMapper errors,
      Consumer<KvStream> onEnd) {
    this.frames = frames;
    this.writes = writes;
    this.reads = reads;
    this.gets = gets;
    this.topology = topology;
    this.errors = errors;
    this.onEnd = onEnd;
  }

  /** Within the call's start, as gRPC wants it; the first onReady gets the stream going. */
  void open() {
    frames.disableAutoRequest();
    frames.setOnReadyHandler(pump::signalHere);
    frames.setOnCancelHandler(this::cancel);
  }

  /** Refuses new requests; the stream ends when those in flight are answered. */
  void drain() {
    draining = true;
    pump.signal();
  }

  @Override
  public void onNext(ClientFrame frame) {
    backlog =
        frame
            .getRequestsList()
            .iterator(); // the earlier one is used up, else no frame would have been asked for
    frameAsked = false;
    pump.signalHere();
  }

  @Override
  public void onError(Throwable failure) {
    cancel();
  }

  @Override
  public void onCompleted() {
    halfClosed = true;
    pump.signalHere();
  }

  private void cancel() {
    cancelled = true;
    pump.signal();
  }

  private void step() {
    if (ended) {
      answers.clear();
    } else if (cancelled) {
      end();
    } else {
      try {
        turn();
      } catch (RuntimeException e) {
        end();
        frames.onError(errors.toStatus(e));
      }
    }
  }

  private void turn() {
    if (subscription == null) {
      subscription = topology.onChange(this::topologyChanged);
    }
    send();
    while (backlog.hasNext() && readerKeepsUp()) {
      dispatch(backlog.next());
    }
    getTogether();
    if (backlog.hasNext() || !readerKeepsUp()) {
      return; // goes on when the transport is ready
    }
    if ((halfClosed || draining) && inFlight.get() == 0 && answers.isEmpty()) {
      end();
      frames.onCompleted();
    } else if (!frameAsked && !halfClosed) {
      frameAsked = true;
      frames.request(1);
    }
  }

  private void end() {
    ended = true;
    backlog = Collections.emptyIterator();
    answers.clear();
    if (subscription != null) {
      subscription.close();
    }
    onEnd.accept(this);
  }

  private void topologyChanged() {
    topologyChanged = true;
    pump.signal();
  }

  private boolean readerKeepsUp() {
    long expected = (long) readsInFlight.get() * expectedReadBytes.get();
    return unreadBytes.get() + expected < SLOW_READER_BYTES;
  }

  private void dispatch(Request request) {
    long id = request.getId();
    if (draining) {
      answer(failed(id, RequestException.unavailable("this node is shutting down")));
    } else if (inFlight.get() >= MAX_IN_FLIGHT) {
      answer(
          failed(id, overloaded(MAX_IN_FLIGHT + " requests are in flight on this stream already")));
    } else {
      inFlight.incrementAndGet();
      switch (request.getKindCase()) {
        case WRITE -> {
          WriteRequest write = request.getWrite();
          Futures.whenDone(
              Futures.call(() -> writes.call(write, Deadline.ofRequest(write.getTimeoutMs()))),
              (reply, failure) ->
                  finish(failure == null ? written(id, reply) : failed(id, failure)));
        }
        case READ -> {
          ReadRequest read = request.getRead();
          readsInFlight.incrementAndGet();
          if (read.hasGet()) {
            getTogether(new Get(id, read));
          } else {
            Futures.whenDone(
                Futures.call(() -> reads.call(read, deadline(read))),
                (reply, failure) -> finishRead(id, reply, failure));
          }
        }
        case KIND_NOT_SET ->
            finish(
                failed(
                    id,
                    RequestException.invalid(
                        "the request is empty, or of a kind that this version does not know")));
      }
    }
  }

  private static Deadline deadline(ReadRequest read) {
    return Deadline.ofRequest(read.getOptions().getTimeoutMs());
  }

  private void getTogether(Get get) {
    if (together.size() >= MOST_TOGETHER
        || (!together.isEmpty() && !together.getFirst().isLike(get))) {
      getTogether();
    }
    together.add(get);
  }

  private void getTogether() {
    if (together.isEmpty()) {
      return;
    }
    List<Get> group = List.copyOf(together);
    together.clear();
    // The latest: who waits less has given up by itself.
    Deadline latest = deadline(group.getFirst().request());
    var requests = new ArrayList<ReadRequest>(group.size());
    for (Get get : group) {
      latest = latest.orLater(deadline(get.request()));
      requests.add(get.request());
    }
    gets.call(
        requests,
        latest,
        futures -> {
          for (int i = 0; i < group.size(); i++) {
            long id = group.get(i).id();
            Futures.whenDone(futures.get(i), (reply, failure) -> finishRead(id, reply, failure));
          }
        });
  }

  /** On any thread. */
  private void finishRead(long id, ReadReply reply, @Nullable Throwable failure) {
    finish(failure == null ? read(id, reply) : failed(id, failure));
    readsInFlight.decrementAndGet();
    pump.signal();
  }

  /** On any thread. */
  private void finish(Reply reply) {
    answer(reply); // first: when nothing is in flight, every answer is in the queue
    inFlight.decrementAndGet();
    pump.signal();
  }

  private void answer(Reply reply) {
    Answer answer = new Answer(reply, reply.getSerializedSize());
    unreadBytes.addAndGet(answer.size());
    answers.add(answer);
    pump.signal();
  }

  private static Reply written(long id, WriteReply reply) {
    return Reply.newBuilder().setId(id).setWrite(reply).build();
  }

  private Reply read(long id, ReadReply reply) {
    int size = reply.getSerializedSize();
    expectedReadBytes.accumulateAndGet(size, (mean, latest) -> mean + (latest - mean) / 8);
    return unreadBytes.get() + size <= MAX_UNREAD_BYTES
        ? Reply.newBuilder().setId(id).setRead(reply).build()
        : failed(id, overloaded(MAX_UNREAD_BYTES + " bytes of replies are unread on this stream"));
  }

  private Reply failed(long id, Throwable failure) {
    return Reply.newBuilder().setId(id).setError(errors.toError(failure)).build();
  }

  private static RequestException overloaded(String message) {
    return RequestException.overloaded(RETRY_AFTER_MS, message);
  }

  /** In one turn no more than a large frame: the thread may have others to serve. */
  private void send() {
    long sent = 0;
    while (frames.isReady() && (topologyChanged || !answers.isEmpty())) {
      if (sent >= FRAME_BYTES) {
        pump.signal();
        return;
      }
      ServerFrame.Builder frame = ServerFrame.newBuilder();
      if (topologyChanged) {
        topologyChanged = false; // before it is read: a change in between is told again
        Topology now = topology.current();
        if (!now.equals(told)) {
          frame.setTopology(now);
          told = now;
        }
      }
      int bytes = 0;
      for (Answer next = answers.peek();
          next != null && (bytes == 0 || bytes + next.size() <= FRAME_BYTES);
          next = answers.peek()) {
        frame.addReplies(next.reply());
        bytes += next.size();
        answers.remove();
      }
      unreadBytes.addAndGet(-bytes);
      sent += bytes;
      if (frame.hasTopology() || bytes > 0) {
        frames.onNext(frame.build());
      }
    }
  }
}
