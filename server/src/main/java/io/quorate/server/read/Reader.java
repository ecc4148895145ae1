package io.quorate.server.read;

import io.quorate.command.Bytes;
import io.quorate.proto.v1.Evidence;
import io.quorate.proto.v1.ReadOptions;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanPage;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.node.LeaderWatch;
import io.quorate.server.node.Links;
import io.quorate.server.replication.Replica;
import io.quorate.server.replication.Replicator;
import io.quorate.store.CorruptStateException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Serves reads: waits for the basis, takes a view, reads it, checks the basis again, and says in
 * the reply what it rests on.
 */
public final class Reader implements Reads, AutoCloseable {
  private final ReadBarrier barrier;
  private final Replica replica;
  private final Evidences evidences;
  private final PageTable pages;
  private final ReadFailures failures;
  private final Executor gathering;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param nodeName in evidence
   * @param pins what scans may pin
   * @param corrupt told when a read finds the state damaged; the node must then stop serving it
   * @param gathering runs, on the thread that calls it, what answers reads together
   */
  public Reader(
      Replicator replicator,
      Replica replica,
      Links links,
      ReadIndex readIndex,
      LeaderWatch watch,
      String nodeName,
      PinBounds pins,
      Consumer<CorruptStateException> corrupt,
      Executor gathering) {
    this(
        replicator,
        replica,
        links,
        readIndex,
        watch,
        nodeName,
        pins,
        corrupt,
        gathering,
        System::nanoTime);
  }

  Reader(
      Replicator replicator,
      Replica replica,
      Links links,
      ReadIndex readIndex,
      LeaderWatch watch,
      String nodeName,
      PinBounds pins,
      Consumer<CorruptStateException> corrupt,
      Executor gathering,
      LongSupplier nanoTime) {
    this.gathering = gathering;
    var points =
        new ReadPoints(
            replicator, readIndex, new RemoteReadIndex(replicator, links, nanoTime), watch);
    this.barrier = new ReadBarrier(replicator, replica, points, readIndex.lease(), nanoTime);
    this.replica = replica;
    this.evidences = new Evidences(replicator, nodeName);
    this.pages = new PageTable(replica, replicator.self(), pins, nanoTime);
    this.failures = new ReadFailures(replica, corrupt);
  }

  /** How many states are pinned by scans. */
  public int pinnedScans() {
    return pages.size();
  }

  @Override
  public CompletableFuture<ReadReply> read(ReadRequest request, Deadline deadline) {
    return failures.guard(
        () -> {
          if (request.hasScan()) {
            return readPage(request.getScan(), request.getOptions(), deadline);
          }
          Query query = Query.of(request);
          return serve(
              request.getOptions(),
              deadline,
              new Reading<ReadReply.Builder, ReadReply>() {
                @Override
                public boolean isLong() {
                  return query.isLong();
                }

                @Override
                public ReadReply.Builder read(TakenView taken) {
                  var reply = ReadReply.newBuilder();
                  query.answer(taken.view(), reply);
                  return reply;
                }

                @Override
                public ReadReply finish(
                    ReadReply.Builder reply, TakenView taken, Evidence evidence) {
                  return reply.setEvidence(evidence).build();
                }
              });
        });
  }

  @Override
  public List<CompletableFuture<ReadReply>> readAll(List<ReadRequest> gets, Deadline deadline) {
    var together = new ReadTogether(gets);
    if (together.isEmpty()) {
      return together.answers();
    }
    CompletableFuture<List<ReadReply>> all =
        failures.guard(() -> serve(gets.getFirst().getOptions(), deadline, together));
    var _ =
        all.whenComplete(
            (replies, failure) -> gathering.execute(() -> together.complete(replies, failure)));
    return together.answers();
  }

  @Override
  public CompletableFuture<PinnedScan> scan(ScanRequest request, Deadline deadline) {
    return failures.guard(
        () -> {
          if (!request.getPage().isEmpty()) {
            throw RequestException.invalid(
                "a streamed scan starts anew; continue a page with a read");
          }
          return serve(
              request.getOptions(),
              deadline,
              new FirstPage.OfStream(ScanRange.of(request), pages, failures));
        });
  }

  private CompletableFuture<ReadReply> readPage(
      ScanRequest request, ReadOptions options, Deadline deadline) {
    ScanRange range = ScanRange.of(request);
    if (request.getPage().isEmpty()) {
      return serve(
          options, deadline, new FirstPage.OfRead(range, range.start(), request.getPin(), pages));
    }
    PageToken token = PageToken.decode(request.getPage(), range);
    return token.isPinned()
        ? CompletableFuture.supplyAsync(() -> pinnedPage(range, token), threads)
        : serve(
            options,
            deadline,
            new FirstPage.OfRead(range, token.resume(), request.getPin(), pages));
  }

  private ReadReply pinnedPage(ScanRange range, PageToken token) {
    PageTable.Pin pin = pages.find(token);
    var slice = pin.read(view -> range.read(view, token.resume()));
    ScanPage.Builder page = ScanRange.page(slice);
    Bytes resume = slice.resume();
    if (resume.isEmpty()) {
      pin.close();
    } else {
      page.setNextPage(pin.token(range, resume).encode());
    }
    return ReadReply.newBuilder().setScan(page).setEvidence(pin.evidence()).build();
  }

  private <B, T> CompletableFuture<T> serve(
      ReadOptions options, Deadline deadline, Reading<B, T> reading) {
    return serve(options, deadline, reading, false);
  }

  private <B, T> CompletableFuture<T> serve(
      ReadOptions options, Deadline deadline, Reading<B, T> reading, boolean strict) {
    CompletableFuture<Basis> basis = barrier.await(options, deadline, strict);
    boolean atOnce = basis.isDone() && !reading.isLong();
    return atOnce
        ? basis.thenCompose(reached -> readOn(reached, options, deadline, reading, strict))
        : basis.thenComposeAsync(
            reached -> readOn(reached, options, deadline, reading, strict), threads);
  }

  private <B, T> CompletableFuture<T> readOn(
      Basis basis, ReadOptions options, Deadline deadline, Reading<B, T> reading, boolean strict) {
    long generation = replica.generation();
    try (TakenView taken = new TakenView(replica.view(), generation)) {
      if (taken.view().applied().index() < basis.index()) {
        return later(deadline).thenCompose(_ -> serve(options, deadline, reading, strict));
      }
      B answer = reading.read(taken);
      var staleness = barrier.staleness(basis, taken.view());
      if (staleness.isEmpty()) {
        return serve(options, deadline, reading, true);
      }
      return CompletableFuture.completedFuture(
          reading.finish(answer, taken, evidences.of(taken.view(), basis, staleness.getAsLong())));
    }
  }

  /**
   * The state was opened anew, behind the position that it had reached: it must get there again.
   */
  private static CompletableFuture<Void> later(Deadline deadline) {
    if (deadline.isPast()) {
      return CompletableFuture.failedFuture(new TimeoutException());
    }
    return new CompletableFuture<Void>().completeOnTimeout(null, 5, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    pages.close();
    threads.close();
  }
}
