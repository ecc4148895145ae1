package io.quorate.server.read;

import io.quorate.command.Bytes;
import io.quorate.engine.View;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Evidence;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Replica;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states that scans have pinned: at most so many, each for a while since its last page, all
 * dropped when the state is replaced. What is pinned keeps old versions on disk, hence the bounds.
 * Any thread.
 */
final class PageTable implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PageTable.class);

  private final Replica replica;
  private final String self;
  private final PinBounds bounds;
  private final LongSupplier nanoTime;
  private final SecureRandom random = new SecureRandom();
  private final Map<Long, Pin> pins = new HashMap<>(); // guarded by this
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("quorate-pages").factory());

  PageTable(Replica replica, String self, PinBounds bounds, LongSupplier nanoTime) {
    this.replica = replica;
    this.self = self;
    this.bounds = bounds;
    this.nanoTime = nanoTime;
    var _ = timer.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
  }

  /** Takes the view over; throws OVERLOADED, and does not, when the table is full. */
  Pin pin(View view, long generation, Evidence evidence) {
    sweep();
    synchronized (this) {
      if (pins.size() >= bounds.most()) {
        throw RequestException.overloaded(
            1000,
            bounds.most()
                + " scans are pinned on this node, none of them idle for "
                + bounds.rest().toSeconds()
                + " s; finish them or scan unpinned");
      }
      long id;
      do {
        id = random.nextLong();
      } while (id == 0 || pins.containsKey(id));
      Pin pin = new Pin(id, view, generation, evidence);
      pins.put(id, pin);
      return pin;
    }
  }

  /** Throws PAGE_EXPIRED. */
  Pin find(PageToken token) {
    if (!token.node().equals(self)) {
      throw expired("the scan is pinned on another node");
    }
    if (token.generation() != replica.generation()) {
      throw expired("this node's state was replaced since");
    }
    sweep();
    synchronized (this) {
      Pin pin = pins.get(token.pin());
      if (pin == null) {
        throw expired(
            "the scan is not pinned any more: it ended, or rested for "
                + bounds.rest().toSeconds()
                + " s");
      }
      return pin;
    }
  }

  synchronized int size() {
    return pins.size();
  }

  /** Drops what is overdue or of a replaced state. */
  void sweep() {
    List<Pin> due = new ArrayList<>();
    synchronized (this) {
      for (Pin pin : pins.values()) {
        if (pin.isOver()) {
          due.add(pin);
        }
      }
    }
    due.forEach(this::closeQuietly);
  }

  private void closeQuietly(Pin pin) {
    try {
      pin.close();
    } catch (RuntimeException e) { // the timer would stop without a word
      LOG.warn("closing a pinned state failed", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    List<Pin> all;
    synchronized (this) {
      all = List.copyOf(pins.values());
    }
    all.forEach(this::closeQuietly);
  }

  private static RequestException expired(String why) {
    return RequestException.of(
        ErrorCode.PAGE_EXPIRED, Outcome.NOT_APPLIED, why + "; start the scan again");
  }

  /** A pinned state. One page at a time is read from it; another one waits. */
  final class Pin implements AutoCloseable {
    private final long id;
    private final long generation;
    private final Evidence evidence;
    private final Object reading = new Object();
    private @Nullable View view; // guarded by reading
    private volatile long lastUsed = nanoTime.getAsLong();

    private Pin(long id, View view, long generation, Evidence evidence) {
      this.id = id;
      this.view = view;
      this.generation = generation;
      this.evidence = evidence;
    }

    /** Of the first page: later ones are of the same state. */
    Evidence evidence() {
      return evidence;
    }

    PageToken token(ScanRange range, Bytes resume) {
      return new PageToken(id, generation, self, range.hash(), resume);
    }

    /** Throws PAGE_EXPIRED when it is over. */
    <T> T read(Function<View, T> query) {
      synchronized (reading) {
        if (view == null || isOver()) {
          close();
          throw expired(
              "the pinned state is gone: it was replaced, or rested for "
                  + bounds.rest().toSeconds()
                  + " s");
        }
        lastUsed = nanoTime.getAsLong();
        T answer = query.apply(view);
        lastUsed = nanoTime.getAsLong();
        return answer;
      }
    }

    private boolean isOver() {
      return nanoTime.getAsLong() - lastUsed >= bounds.rest().toNanos()
          || generation != replica.generation();
    }

    @Override
    public void close() {
      synchronized (PageTable.this) {
        pins.remove(id);
      }
      synchronized (reading) {
        if (view != null) {
          view.close();
          view = null;
        }
      }
    }
  }
}
