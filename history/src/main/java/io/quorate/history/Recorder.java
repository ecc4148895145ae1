package io.quorate.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes a history while it happens. For all threads: {@link #invoke} before an operation is sent,
 * {@link Recorded#ok} or the like when its outcome is known.
 *
 * <p>Callers never wait: they put lines in a bounded queue, which a thread of the recorder writes.
 * When the queue is full, a completion that does not fit leaves its operation open, which is a
 * weaker statement and still true. An invocation that does not fit would make the history lie, so
 * its key is given up: the file says so, and checkers leave the key out and say that too.
 *
 * <p>Times are {@link System#nanoTime}: several programs on one machine may be checked together,
 * those of several machines may not.
 */
public final class Recorder implements AutoCloseable {
  /** Longer values are always hashed, so that the queue's lines bound its bytes. */
  private static final int MAX_VALUE_BYTES = 1 << 10;

  /** Keys given up by name; beyond, all are. */
  private static final int MAX_NAMED_KEYS = 10_000;

  private static final String END = "";

  private final RecorderOptions options;
  private final String session;
  private final Path file;
  private final BlockingQueue<String> lines;
  private final Thread writer;
  private final AtomicLong processes = new AtomicLong();
  private final ConcurrentLinkedQueue<Long> idle = new ConcurrentLinkedQueue<>();
  private final Set<String> given = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Optional<String>> toTell = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean allGiven = new AtomicBoolean();
  private final LongAdder recorded = new LongAdder();
  private final LongAdder unsampled = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder droppedCompletions = new LongAdder();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean failed;

  private Recorder(Path file, String session, RecorderOptions options, BufferedWriter out) {
    this.file = file;
    this.session = session;
    this.options = options;
    lines = new ArrayBlockingQueue<>(options.capacity());
    writer = new Thread(() -> write(out), "quorate-history");
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Starts a new file.
   *
   * @param session whose guarantees hold for all that is recorded here; {@code ""} = none
   * @throws java.nio.file.FileAlreadyExistsException when there is such a file: two histories in
   *     one would be none
   */
  public static Recorder open(Path file, String session, RecorderOptions options)
      throws IOException {
    var out =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Recorder(file, session, options, out);
  }

  /** Whether operations on this key are recorded. */
  public boolean samples(String key) {
    return options.sampleRatio() >= 1
        || (spread(key.hashCode()) >>> 1) < options.sampleRatio() * (1L << 31);
  }

  /** The finalizer of MurmurHash3: neighbouring keys must not be sampled together. */
  private static int spread(int hash) {
    var mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
    mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
    return mixed ^ mixed >>> 16;
  }

  /** As it stands in the file: hashed when that was asked for, or when it is large. */
  public String value(byte[] bytes) {
    return options.hashValues() || bytes.length > MAX_VALUE_BYTES
        ? BytesText.hashOf(bytes)
        : BytesText.of(bytes);
  }

  /**
   * Records that an operation begins; call it before anything is sent.
   *
   * @param f one of the constants of {@link Operation}
   * @param key null when it is not on one key; then it is always recorded
   * @param value what the operation writes, already as {@link #value} gives it
   */
  public Recorded invoke(String f, @Nullable String key, @Nullable Object value) {
    return invoke(f, key, value, null);
  }

  /** The same of a write that takes effect only on a version, {@link Details#expected()}. */
  public Recorded invoke(
      String f, @Nullable String key, @Nullable Object value, @Nullable Version expected) {
    if (key != null && !samples(key)) {
      unsampled.increment();
      return Recorded.NOT;
    }
    if (closed.get() || allGiven.get() || (key != null && given.contains(key))) {
      dropped.increment();
      return Recorded.NOT;
    }
    var free = idle.poll();
    var process = free == null ? processes.getAndIncrement() : free;
    var line = line(process, "invoke", f, key);
    value(line, value);
    if (expected != null) {
      line.append(",\"expected\":").append(expected);
    }
    if (offer(line)) {
      recorded.increment();
      return new Recorded(this, process, f, key);
    }
    dropped.increment();
    giveUp(key);
    idle.add(process);
    return Recorded.NOT;
  }

  /** Appends the completion; the process may then be used again, unless it stays open. */
  void complete(
      long process,
      String type,
      String f,
      @Nullable String key,
      boolean hasValue,
      @Nullable Object value,
      Completion completion) {
    var line = line(process, type, f, key);
    if (hasValue) {
      value(line, value);
    }
    completion.appendTo(line);
    if (!offer(line)) {
      droppedCompletions.increment();
    } else if (!type.equals("info")) {
      idle.add(process);
    }
  }

  private StringBuilder line(long process, String type, String f, @Nullable String key) {
    var line = new StringBuilder(160);
    line.append("{\"process\":").append(process).append(",\"type\":\"").append(type);
    line.append("\",\"f\":\"").append(f).append("\",\"key\":");
    JsonText.append(line, key);
    return line;
  }

  private static void value(StringBuilder line, @Nullable Object value) {
    JsonText.append(line.append(",\"value\":"), value);
  }

  /** The time is taken last: the line of one process must not be older than the one before it. */
  private boolean offer(StringBuilder line) {
    if (!session.isEmpty()) {
      JsonText.quote(line.append(",\"session\":"), session);
    }
    line.append(",\"time\":").append(System.nanoTime()).append('}');
    return !closed.get() && lines.offer(line.toString());
  }

  private void giveUp(@Nullable String key) {
    if (key == null || given.size() >= MAX_NAMED_KEYS) {
      if (allGiven.compareAndSet(false, true)) {
        toTell.add(Optional.empty());
      }
    } else if (given.add(key)) {
      toTell.add(Optional.of(key));
    }
  }

  public RecorderStatistics statistics() {
    return new RecorderStatistics(
        recorded.sum(), unsampled.sum(), dropped.sum(), droppedCompletions.sum(), failed);
  }

  private void write(BufferedWriter out) {
    try (out) {
      var line = take(out);
      while (!line.equals(END)) {
        out.write(line);
        out.write('\n');
        tellGivenUp(out);
        line = take(out);
      }
      tellGivenUp(out);
    } catch (IOException full) {
      failed = true;
      // What is not written must not be taken for recorded; the file's end is cut at some line.
      allGiven.set(true);
    } catch (InterruptedException interrupted) {
      failed = true;
      allGiven.set(true);
      Thread.currentThread().interrupt();
    }
  }

  /** The next line; whoever reads the file while nothing happens sees all of it. */
  private String take(BufferedWriter out) throws IOException, InterruptedException {
    var line = lines.poll();
    if (line == null) {
      out.flush();
      line = lines.take();
    }
    return line;
  }

  private void tellGivenUp(BufferedWriter out) throws IOException {
    for (var key = toTell.poll(); key != null; key = toTell.poll()) {
      var process = processes.getAndIncrement();
      var line = line(process, "invoke", Operation.DROPPED, key.orElse(null));
      out.write(line.append(",\"time\":").append(System.nanoTime()).append("}\n").toString());
    }
  }

  /**
   * Writes what is queued and closes the file. Idempotent. Operations that are still open stay so.
   *
   * @throws IOException when not all could be written; the history then must not be checked
   */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      try {
        while (writer.isAlive() && !lines.offer(END, 100, TimeUnit.MILLISECONDS)) {
          // The writer is behind; it makes room.
        }
        writer.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while " + file + " was written", interrupted);
      }
      if (failed) {
        throw new IOException(file + " could not be written to its end");
      }
    }
  }
}
