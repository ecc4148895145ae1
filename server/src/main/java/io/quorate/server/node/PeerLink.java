package io.quorate.server.node;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.LinkHello;
import io.quorate.proto.v1.NodeGrpc;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link to one peer at one address: at most one stream, the questions in flight on it, and the
 * back-off before the next stream.
 *
 * <p>Fields below {@code context} are touched only inside it: it runs tasks one after another on
 * whichever thread brings them, so nobody waits for a lock and a callback inside a call cannot
 * interleave with it. Answers do not pass through it.
 */
final class PeerLink {
  static final int MAX_QUESTIONS = 20_000;
  static final long MAX_BYTES = 64L * 1024 * 1024;

  private static final long BACKOFF_MIN = Duration.ofMillis(20).toNanos();
  private static final long BACKOFF_MAX = Duration.ofMillis(100).toNanos();
  private static final long HELLO_TIMEOUT = Duration.ofSeconds(3).toNanos();
  private static final long SILENCE_PROBED = Duration.ofMillis(500).toNanos();
  private static final long SILENCE_BROKEN = Duration.ofSeconds(2).toNanos();
  private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);

  private static final class Question {
    final long id;
    final LinkFrame frame;
    final Deadline deadline;
    final CompletableFuture<LinkFrame> answer = new CompletableFuture<>();
    boolean sent; // only touched in the context

    Question(long id, LinkFrame frame, Deadline deadline) {
      this.id = id;
      this.frame = frame;
      this.deadline = deadline;
    }
  }

  private final String peer;
  private final String address;
  private final Dialer dialer;
  private final Supplier<LinkHello> hello;

  private final ConcurrentHashMap<Long, Question> questions = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private volatile long lastHeard;

  private final SynchronizationContext context =
      new SynchronizationContext(
          (_, failure) -> LOG.error("a task of a link between nodes failed", failure));
  private @Nullable Stream stream;
  private long notBefore = System.nanoTime();
  private long backoff = BACKOFF_MIN;
  private boolean closed;

  PeerLink(String peer, String address, Dialer dialer, Supplier<LinkHello> hello) {
    this.peer = peer;
    this.address = address;
    this.dialer = dialer;
    this.hello = hello;
  }

  String address() {
    return address;
  }

  CompletableFuture<LinkFrame> ask(LinkFrame frame, Deadline deadline) {
    long id = lastId.incrementAndGet();
    Question question = new Question(id, frame.toBuilder().setId(id).build(), deadline);
    int size = question.frame.getSerializedSize();
    if (size > Dialer.FRAME_BYTES) {
      return CompletableFuture.failedFuture(
          RequestException.tooLarge(
              "frame of "
                  + size
                  + " bytes between nodes; at most "
                  + Dialer.FRAME_BYTES
                  + " are allowed"));
    }
    boolean tooMany = count.incrementAndGet() > MAX_QUESTIONS;
    if (bytes.addAndGet(size) > MAX_BYTES || tooMany) {
      count.decrementAndGet();
      bytes.addAndGet(-size);
      return CompletableFuture.failedFuture(
          RequestException.overloaded(
              20,
              "more than "
                  + MAX_QUESTIONS
                  + " requests or "
                  + MAX_BYTES
                  + " bytes in flight to node "
                  + peer));
    }
    context.execute(
        () -> {
          // Known only from here on: a greeting sends what it finds, and so would this task again.
          questions.put(id, question);
          send(question);
        });
    return question.answer;
  }

  void tell(LinkFrame frame) {
    context.execute(
        () -> {
          Stream open = openedOrOpening();
          if (open != null && open.greeted && open.requests.isReady()) {
            write(open, frame);
          }
        });
  }

  /**
   * Fails what is overdue and breaks a stream that gives no sign of life. Called every few
   * milliseconds.
   */
  void sweep() {
    context.execute(
        () -> {
          for (Question question : questions.values()) {
            if (question.deadline.isPast()) {
              fail(
                  question,
                  LinkException.timedOut(
                      question.sent, "no answer from node " + peer + " within the deadline"));
            }
          }
          Stream current = stream;
          if (current != null) {
            checkAlive(current);
          }
        });
  }

  /** The channel still open at that moment, to wait for its end. */
  CompletableFuture<@Nullable ManagedChannel> close() {
    var channel = new CompletableFuture<@Nullable ManagedChannel>();
    context.execute(
        () -> {
          closed = true;
          Stream last = stream;
          if (last == null) {
            failAll("the link is closed");
          } else {
            drop(last, "the link is closed");
          }
          channel.complete(last == null ? null : last.channel);
        });
    return channel;
  }

  private void send(Question question) {
    Stream open = openedOrOpening();
    if (open == null) {
      fail(question, LinkException.broken(false, "no link to node " + peer + " at " + address));
    } else if (open.greeted) {
      question.sent = true; // before the attempt: one that fails half-way is unknown
      write(open, question.frame);
    } // else: sent when greeted
  }

  private @Nullable Stream openedOrOpening() {
    if (stream == null && !closed && System.nanoTime() - notBefore >= 0) {
      Stream opening = new Stream(dialer.dial(address));
      stream = opening;
      opening.requests =
          (ClientCallStreamObserver<LinkFrame>) NodeGrpc.newStub(opening.channel).link(opening);
      write(opening, LinkFrame.newBuilder().setHello(hello.get()).build());
    }
    return stream;
  }

  private void write(Stream open, LinkFrame frame) {
    try {
      open.requests.onNext(frame);
    } catch (IllegalStateException e) { // it has ended, and its onError is on the way
      drop(open, "it has ended");
    }
  }

  private void greeted(Stream greeting, LinkHello answer) {
    if (greeting != stream) {
      return;
    }
    if (!answer.getFrom().equals(peer)) {
      drop(greeting, "node " + answer.getFrom() + " answers at its address");
      return;
    }
    if (!greeting.greeted) {
      greeting.greeted = true;
      backoff = BACKOFF_MIN;
      for (Question waiting : questions.values()) {
        if (!waiting.sent && questions.containsKey(waiting.id)) { // the stream may break on the way
          send(waiting);
        }
      }
    }
  }

  private void checkAlive(Stream current) {
    long now = System.nanoTime();
    if (!current.greeted) {
      if (now - current.openedAt > HELLO_TIMEOUT) {
        drop(current, "no greeting within " + TimeUnit.NANOSECONDS.toSeconds(HELLO_TIMEOUT) + " s");
      }
      return;
    }
    long silentFor = now - lastHeard;
    if (questions.isEmpty() || silentFor < SILENCE_PROBED) {
      current.probed = false;
    } else if (!current.probed) {
      current.probed = true;
      current.probedAt = now;
      write(current, LinkFrame.newBuilder().setHello(hello.get()).build());
    } else if (now - current.probedAt > SILENCE_BROKEN) {
      drop(current, "silent for " + TimeUnit.NANOSECONDS.toMillis(silentFor) + " ms");
    }
  }

  /** Throws the stream away with its channel: a new channel starts without gRPC's back-off. */
  private void drop(Stream broken, String cause) {
    if (broken != stream) {
      return;
    }
    stream = null;
    notBefore = System.nanoTime() + backoff / 2 + ThreadLocalRandom.current().nextLong(backoff / 2);
    backoff = Math.min(BACKOFF_MAX, backoff * 2);
    broken.channel.shutdownNow();
    if (broken.greeted && !closed) {
      LOG.info("the link to node {} at {} broke: {}", peer, address, cause);
    } else {
      LOG.debug("no link to node {} at {}: {}", peer, address, cause);
    }
    failAll("the link to node " + peer + " at " + address + " broke: " + cause);
  }

  private void failAll(String message) {
    List<Question> lost = new ArrayList<>(questions.values());
    for (Question question : lost) {
      fail(question, LinkException.broken(question.sent, message));
    }
  }

  private void fail(Question question, RuntimeException failure) {
    if (forget(question.id) != null) {
      question.answer.completeExceptionally(failure);
    }
  }

  private @Nullable Question forget(long id) {
    Question question = questions.remove(id);
    if (question != null) {
      count.decrementAndGet();
      bytes.addAndGet(-question.frame.getSerializedSize());
    }
    return question;
  }

  /** One stream and what comes back on it. */
  private final class Stream implements StreamObserver<LinkFrame> {
    final ManagedChannel channel;
    final long openedAt = System.nanoTime();

    @SuppressWarnings("NullAway.Init") // set right after construction
    ClientCallStreamObserver<LinkFrame> requests;

    boolean greeted;
    boolean probed;
    long probedAt;

    Stream(ManagedChannel channel) {
      this.channel = channel;
    }

    @Override
    public void onNext(LinkFrame frame) {
      lastHeard = System.nanoTime();
      if (frame.hasHello()) {
        context.execute(() -> greeted(this, frame.getHello()));
        return;
      }
      Question question = forget(frame.getId());
      if (question == null) {
        return; // timed out before
      }
      if (frame.hasError()) {
        question.answer.completeExceptionally(new RequestException(frame.getError()));
      } else {
        question.answer.complete(frame);
      }
    }

    @Override
    public void onError(Throwable failure) {
      Status status = Status.fromThrowable(failure);
      String detail = status.getDescription() == null ? "" : " " + status.getDescription();
      context.execute(() -> drop(this, status.getCode() + detail));
    }

    @Override
    public void onCompleted() {
      context.execute(() -> drop(this, "closed by the peer"));
    }
  }
}
