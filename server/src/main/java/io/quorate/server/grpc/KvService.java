package io.quorate.server.grpc;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.ClientFrame;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanPage;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.proto.v1.ServerFrame;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.proposal.Writes;
import io.quorate.server.read.Reads;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * kv.proto on the wire. {@link #close} ends its streams: it refuses what is new and answers what is
 * under way.
 */
public final class KvService extends KvGrpc.KvImplBase
    implements NonBlockingService, AutoCloseable {
  /** A scan whose reader takes nothing for this long gives its pinned state back. */
  static final Duration SCAN_STALL = Duration.ofSeconds(60);

  private final Writes writes;
  private final Reads reads;
  private final TopologySource topology;
  private final WriteChecks checks;
  private final StatusMapper errors;
  private final UnaryReplies replies;
  private final Duration scanStall;
  private final Set<KvStream> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public KvService(
      Writes writes,
      Reads reads,
      TopologySource topology,
      WriteChecks checks,
      StatusMapper errors) {
    this(writes, reads, topology, checks, errors, SCAN_STALL);
  }

  KvService(
      Writes writes,
      Reads reads,
      TopologySource topology,
      WriteChecks checks,
      StatusMapper errors,
      Duration scanStall) {
    this.writes = writes;
    this.reads = reads;
    this.topology = topology;
    this.checks = checks;
    this.errors = errors;
    this.replies = new UnaryReplies(errors);
    this.scanStall = scanStall;
  }

  @Override
  public StreamObserver<ClientFrame> stream(StreamObserver<ServerFrame> frames) {
    KvStream stream =
        new KvStream(
            (ServerCallStreamObserver<ServerFrame>) frames,
            this::write,
            this::read,
            this::readAll,
            topology,
            errors,
            streams::remove);
    streams.add(stream);
    stream.open();
    if (closed) { // close() may have looked before we were added
      stream.drain();
    }
    return stream;
  }

  @Override
  public void write(WriteRequest request, StreamObserver<WriteReply> reply) {
    Deadline deadline = deadline(request.getTimeoutMs());
    replies.send(reply, () -> write(request, deadline));
  }

  @Override
  public void read(ReadRequest request, StreamObserver<ReadReply> reply) {
    Deadline deadline = deadline(request.getOptions().getTimeoutMs());
    replies.send(reply, () -> read(request, deadline));
  }

  @Override
  public void scan(ScanRequest request, StreamObserver<ScanPage> pages) {
    Deadline deadline = deadline(request.getOptions().getTimeoutMs());
    new ScanStream((ServerCallStreamObserver<ScanPage>) pages, errors, scanStall)
        .start(() -> reads.scan(request, deadline));
  }

  private CompletableFuture<WriteReply> write(WriteRequest request, Deadline deadline) {
    return writes.write(checks.check(request), deadline);
  }

  private void readAll(
      List<ReadRequest> gets, Deadline deadline, KvStream.Answers<ReadReply> answers) {
    Futures.VIRTUAL_THREADS.execute(
        () ->
            Gathering.run(
                () ->
                    answers.of(Futures.callAll(gets.size(), () -> reads.readAll(gets, deadline)))));
  }

  private CompletableFuture<ReadReply> read(ReadRequest request, Deadline deadline) {
    return Futures.callOnVirtualThread(() -> reads.read(request, deadline));
  }

  /** The caller's own gRPC deadline counts when it is the earlier one. */
  private static Deadline deadline(int timeoutMs) {
    Deadline asked = Deadline.ofRequest(timeoutMs);
    io.grpc.Deadline call = Context.current().getDeadline();
    long left =
        call == null ? Long.MAX_VALUE : Math.max(0, call.timeRemaining(TimeUnit.NANOSECONDS));
    return left < asked.remaining().toNanos() ? Deadline.after(Duration.ofNanos(left)) : asked;
  }

  /** Returns at once; the streams end as soon as what they have in flight is answered. */
  @Override
  public void close() {
    closed = true;
    streams.forEach(KvStream::drain);
  }

  /** After {@link #close}: whether every stream has ended. */
  public boolean isDrained() {
    return streams.isEmpty();
  }
}
