package io.quorate.server.proposal;

import io.quorate.command.Applied;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Proposed;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Committed;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Replicator;
import io.quorate.server.replication.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Packs the commands of many clients into log entries, on the leader. What costs in Raft is the
 * entry, not the command in it: under load entries grow, and a lone command does not wait for
 * company ({@link Pacing}).
 *
 * <p>Threads: {@code quorate-proposer} drains the queue, stamps and submits; {@code
 * quorate-completer} completes the callers' futures and sends what one stream of them waits for, so
 * that the apply thread never runs their code; the ticker fails what waited too long. The queue is
 * bounded by commands and bytes: past that a caller gets {@code OVERLOADED} at once.
 */
public final class Proposer implements AutoCloseable {
  /** How long a leader may take to take over before it refuses writes. */
  static final Duration TAKE_OVER = Duration.ofSeconds(2);

  private static final Duration GOODBYE = Duration.ofSeconds(1);
  private static final int LOOK_MS = 5;

  /** Where a command ended up. */
  public record Placed(long term, long entryIndex, Applied applied) {}

  /**
   * What may wait and how large entries grow.
   *
   * @param queueCommands and {@code queueBytes}: what may wait
   * @param entryCommands and {@code entryBytes}: the largest entry
   * @param entriesInFlight submitted and not yet applied, at most; see {@link Pacing}
   */
  public record Bounds(
      int queueCommands, long queueBytes, int entryCommands, int entryBytes, int entriesInFlight) {}

  private final Replicator replicator;
  private final Bounds bounds;
  private final IntSupplier entryVersion;
  private final ClusterClock clock;
  private final LongSupplier wallMs;
  private final LongSupplier nanoTime;
  private final LongSupplier lastLoggedMs;
  private final EntryListener listener;
  private final LinkedBlockingQueue<Item> queue;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final Pacing pacing;
  private final Semaphore leadershipChanges = new Semaphore(0);
  private final Set<Batch> submitted = ConcurrentHashMap.newKeySet();
  private final Executor gathering;
  private final ExecutorService completer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("quorate-completer").factory());
  private final Thread drainer;
  private final Ticker.Look sweeping;
  private volatile boolean closed;

  /** Taken from the queue by the drainer, which waits until it can submit it. */
  private volatile @Nullable Item held;

  // Only touched by the proposer thread.
  private long clockTerm = -1;
  private long takeOverTerm = -1;
  private long takeOverSince;

  /** Hears of every entry that is submitted, on the proposer thread. */
  public interface EntryListener {
    void submitted(int commands, long bytes);
  }

  private static final class Item {
    final Proposed proposed;
    final int bytes;
    final Deadline deadline;
    final CompletableFuture<Placed> future = new CompletableFuture<>();
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.WAITING);

    Item(Proposed proposed, int bytes, Deadline deadline) {
      this.proposed = proposed;
      this.bytes = bytes;
      this.deadline = deadline;
    }

    /** Whoever decides first has decided: what was given up is never submitted. */
    boolean becomes(Fate decided) {
      return fate.compareAndSet(Fate.WAITING, decided);
    }
  }

  /** What goes into one entry. */
  private static final class Batch {
    final List<Item> items = new ArrayList<>();
    long bytes;
  }

  private enum Fate {
    WAITING,
    SUBMITTED,
    GIVEN_UP
  }

  /**
   * @param entryVersion of the next entry
   * @param lastLoggedMs entry time of the last applied entry
   * @param gathering runs, on the thread that calls it, what answers all callers of an entry
   * @param ticker fails what waited too long
   */
  public Proposer(
      Replicator replicator,
      Bounds bounds,
      IntSupplier entryVersion,
      LongSupplier lastLoggedMs,
      LongSupplier wallMs,
      EntryListener listener,
      Executor gathering,
      Ticker ticker) {
    this(
        replicator,
        bounds,
        entryVersion,
        lastLoggedMs,
        wallMs,
        System::nanoTime,
        listener,
        gathering,
        ticker);
  }

  /**
   * @param nanoTime by which a take-over is bounded
   */
  Proposer(
      Replicator replicator,
      Bounds bounds,
      IntSupplier entryVersion,
      LongSupplier lastLoggedMs,
      LongSupplier wallMs,
      LongSupplier nanoTime,
      EntryListener listener,
      Executor gathering,
      Ticker ticker) {
    this.gathering = gathering;
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.replicator = replicator;
    this.bounds = bounds;
    this.entryVersion = entryVersion;
    this.lastLoggedMs = lastLoggedMs;
    this.wallMs = wallMs;
    this.clock = new ClusterClock(System::nanoTime, wallMs);
    this.queue = new LinkedBlockingQueue<>(bounds.queueCommands());
    this.pacing =
        new Pacing(bounds.entriesInFlight(), System::nanoTime, new ProcessorLoad()::isHigh);
    replicator.onLeadershipChange(leadershipChanges::release);
    this.drainer = Thread.ofPlatform().daemon().name("quorate-proposer").start(this::drain);
    this.sweeping = ticker.each(this::sweep);
  }

  /** Proposes a command of the node itself. */
  public CompletableFuture<Placed> propose(Command command, Deadline deadline) {
    return propose(Proposed.of(command), 64, deadline);
  }

  /** {@code bytes}: about what the command takes in the log. */
  public CompletableFuture<Placed> propose(Proposed proposed, int bytes, Deadline deadline) {
    Item item = new Item(proposed, bytes, deadline);
    if (closed) {
      item.future.completeExceptionally(RequestException.unavailable("the node is stopping"));
      return item.future;
    }
    long number = pacing.arriving();
    if ((queuedBytes.addAndGet(bytes) > bounds.queueBytes() && !queue.isEmpty())
        || !queue.offer(item)) {
      queuedBytes.addAndGet(-bytes);
      item.future.completeExceptionally(
          RequestException.overloaded(
              50,
              "the proposal queue is full: "
                  + queue.size()
                  + " operations, "
                  + queuedBytes
                  + " bytes"));
    }
    pacing.arrived(number, isFull());
    return item.future;
  }

  /** The cluster's time now, while this node leads. */
  public long clusterTimeMs() {
    return clock.now();
  }

  public int queued() {
    return queue.size();
  }

  private void drain() {
    try {
      while (!closed) {
        Item first = queue.poll(200, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        held = first;
        pacing.awaitTurn(this::isFull);
        awaitTakeOver();
        Batch batch = pack(first);
        held = null;
        submit(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether what waits makes a full entry, or the queue is full. */
  private boolean isFull() {
    return queue.size() >= Math.min(bounds.entryCommands(), bounds.queueCommands())
        || queuedBytes.get() >= bounds.entryBytes();
  }

  /**
   * What arrives between the election and the first applied entry waits here: to refuse it would
   * make all clients ask again and again in the moment in which every processor is needed.
   */
  private void awaitTakeOver() throws InterruptedException {
    while (replicator.isTakingOver() && !isOverdue(replicator.leadership().term())) {
      leadershipChanges.drainPermits();
      if (replicator.isTakingOver()) {
        var _ = leadershipChanges.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Since the first write that waited in this term. */
  private boolean isOverdue(long term) {
    if (term != takeOverTerm) {
      takeOverTerm = term;
      takeOverSince = nanoTime.getAsLong();
    }
    return nanoTime.getAsLong() - takeOverSince >= TAKE_OVER.toNanos();
  }

  private Batch pack(Item first) {
    Batch batch = new Batch();
    for (Item item = first; item != null; item = next(batch.items.size(), batch.bytes)) {
      queuedBytes.addAndGet(-item.bytes);
      if (item.becomes(Fate.SUBMITTED)) {
        batch.items.add(item);
        batch.bytes += item.bytes;
      }
    }
    return batch;
  }

  private @Nullable Item next(int commands, long bytes) {
    Item head = queue.peek();
    if (head == null
        || commands >= bounds.entryCommands()
        || (commands > 0 && bytes + head.bytes > bounds.entryBytes())) {
      return null;
    }
    return queue.poll();
  }

  private void submit(Batch batch) {
    if (batch.items.isEmpty()) {
      return;
    }
    submitted.add(batch);
    Pacing.Trip trip = pacing.submitted(batch.items.size());
    listener.submitted(batch.items.size(), batch.bytes);
    CompletableFuture<Committed> committed;
    try {
      committed = replicator.propose(stamp(batch.items));
    } catch (RuntimeException e) {
      committed = CompletableFuture.failedFuture(e);
    }
    var _ =
        committed.whenComplete(
            (result, failure) -> {
              pacing.completed(trip, queue.size() + (held == null ? 0 : 1));
              answer(() -> complete(batch, result, failure));
            });
  }

  private Entry stamp(List<Item> batch) {
    Leadership leadership = replicator.leadership();
    if (leadership.ready() && leadership.term() != clockTerm) {
      clock.lead(lastLoggedMs.getAsLong());
      clockTerm = leadership.term();
    }
    return new Entry(
        entryVersion.getAsInt(),
        clock.now(),
        wallMs.getAsLong(),
        batch.stream().map(item -> item.proposed).toList());
  }

  private void complete(Batch batch, @Nullable Committed result, @Nullable Throwable failure) {
    submitted.remove(batch);
    List<Item> items = batch.items;
    if (result == null) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      items.forEach(
          item ->
              item.future.completeExceptionally(
                  cause == null ? new IllegalStateException("neither result nor failure") : cause));
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      items
          .get(i)
          .future
          .complete(
              new Placed(
                  result.position().term(), result.position().index(), result.results().get(i)));
    }
  }

  private void sweep() {
    queue.forEach(this::expire);
    Item next = held;
    if (next != null) {
      expire(next);
    }
    submitted.forEach(batch -> batch.items.forEach(this::expire));
  }

  private void expire(Item item) {
    if (item.deadline.isPast() && !item.future.isDone()) {
      if (item.becomes(Fate.GIVEN_UP)) {
        giveUp(
            item,
            RequestException.timeout(
                Outcome.NOT_APPLIED, "waited in the proposal queue until the deadline"));
      } else {
        answer(
            () ->
                item.future.completeExceptionally(
                    RequestException.timeout(
                        Outcome.UNKNOWN,
                        "submitted, and not known to be committed within the deadline")));
      }
    }
  }

  private void giveUp(Item item, RequestException why) {
    if (queue.remove(item)) { // else the drainer has it, and counts it
      queuedBytes.addAndGet(-item.bytes);
    }
    answer(() -> item.future.completeExceptionally(why));
  }

  /** On the completer, or here when that has ended: every future is completed. */
  private void answer(Runnable completion) {
    try {
      completer.execute(() -> gathering.execute(completion));
    } catch (RejectedExecutionException closed) {
      completion.run();
    }
  }

  @Override
  public void close() {
    closed = true;
    sweeping.close();
    drainer.interrupt();
    try {
      drainer.join(GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Item> left = new ArrayList<>(queue);
    Item first = held;
    if (first != null) {
      left.add(first);
    }
    for (Item item : left) {
      if (item.becomes(Fate.GIVEN_UP)) {
        giveUp(item, RequestException.unavailable("the node is stopping"));
      }
    }
    completer.shutdown();
  }
}
