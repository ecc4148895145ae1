package io.quorate.server.transfer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.disk.UsableSpace;
import io.quorate.server.error.RequestException;
import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a checkpoint of another node into {@code <data>/transfer}, ready to be installed. Survives
 * broken connections (goes on at the byte reached), a restart of this process (what is on disk
 * counts), a restart of the sender (a new checkpoint, of which the files already here are kept) and
 * flipped bits (fetched again). One fetch at a time, on a daemon thread of its own; the methods may
 * be called from any thread and do not block.
 */
public final class CheckpointFetcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFetcher.class);

  private final Path root;
  private final CheckpointSource source;
  private final TransferConfig config;
  private final UsableSpace usableSpace;
  private final Backoff backoff;

  private final AtomicLong bytesReceived = new AtomicLong();
  private final AtomicLong bytesTotal = new AtomicLong();
  private final AtomicLong fullSyncs = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private volatile Optional<String> lastError = Optional.empty();
  private volatile boolean closed;

  /** Only touched by the fetch threads, of which there is one at a time. */
  private long bytesFromNetwork;

  /** The checkpoint of the last file that came damaged. Only touched by the fetch threads. */
  private String corruptId = "";

  @GuardedBy("this")
  private @Nullable CompletableFuture<Staged> current;

  @GuardedBy("this")
  private @Nullable Thread thread;

  /** Creates {@code <data>/transfer} when it is absent. */
  public CheckpointFetcher(Path dataDir, CheckpointSource source, TransferConfig config)
      throws IOException {
    this(dataDir, source, config, UsableSpace.of(Files.createDirectories(dataDir)));
  }

  CheckpointFetcher(
      Path dataDir, CheckpointSource source, TransferConfig config, UsableSpace usableSpace)
      throws IOException {
    this.root = dataDir.resolve("transfer");
    this.source = source;
    this.config = config;
    this.usableSpace = usableSpace;
    this.backoff = new Backoff(config.minBackoff(), config.maxBackoff());
    Files.createDirectories(root);
  }

  /**
   * Fetches a checkpoint of the group at or above an index from one of the nodes. A complete one
   * that is already here is taken without asking. While a fetch is under way its future is
   * returned, whatever the arguments: Ratis repeats its notification.
   *
   * @param addresses host:port of nodes, best first; the next one is tried when one does not get us
   *     on
   * @param minimumIndex the lowest that is of use: the leader's first log index − 1
   * @return fails with the last error after {@link TransferConfig#attempts} in a row without
   *     progress, at once with DISK_FULL when there is not enough space; what was received stays
   *     for the next fetch
   */
  public synchronized CompletableFuture<Staged> fetch(
      List<String> addresses, String groupId, long minimumIndex) {
    if (closed) {
      return CompletableFuture.failedFuture(RequestException.unavailable("shutting down"));
    }
    if (addresses.isEmpty()) {
      return CompletableFuture.failedFuture(
          RequestException.unavailable("no node to fetch a checkpoint from"));
    }
    if (current != null && isFetching()) {
      return current.copy();
    }
    CompletableFuture<Staged> result = new CompletableFuture<>();
    List<String> nodes = List.copyOf(addresses);
    current = result;
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("checkpoint-fetch")
            .start(() -> complete(result, nodes, groupId, minimumIndex));
    return result.copy();
  }

  private void complete(
      CompletableFuture<Staged> result, List<String> nodes, String groupId, long minimumIndex) {
    try {
      result.complete(fetchWithRetries(nodes, groupId, minimumIndex));
    } catch (InterruptedException e) {
      result.completeExceptionally(RequestException.unavailable("shutting down"));
    } catch (Throwable e) {
      // The top of our own thread: whoever waits must hear of everything.
      result.completeExceptionally(e);
    }
  }

  private Staged fetchWithRetries(List<String> nodes, String groupId, long minimumIndex)
      throws IOException, InterruptedException {
    Optional<Staged> here =
        staged()
            .filter(staged -> staged.groupId().equals(groupId))
            .filter(staged -> staged.manifest().position().index() >= minimumIndex);
    if (here.isPresent()) {
      return here.get();
    }
    int node = 0;
    int failures = 0;
    while (true) {
      String address = nodes.get(node % nodes.size());
      long before = bytesFromNetwork;
      try {
        Staged staged = fetchFrom(address, groupId, minimumIndex);
        fullSyncs.incrementAndGet();
        return staged;
      } catch (NoSpaceException e) {
        lastError = Optional.of(message(e));
        throw RequestException.of(ErrorCode.DISK_FULL, Outcome.NOT_APPLIED, message(e));
      } catch (IOException | RequestException e) {
        if (closed) {
          throw RequestException.unavailable("shutting down");
        }
        lastError = Optional.of(address + ": " + message(e));
        retries.incrementAndGet();
        // A damaged file comes with any number of new bytes and gets us nowhere.
        boolean progress = bytesFromNetwork > before && !(e instanceof CorruptFileException);
        failures = progress ? 1 : failures + 1;
        LOG.info("fetching a checkpoint from {} failed ({} in a row)", address, failures, e);
        if (failures >= config.attempts()) {
          throw e;
        }
        node = progress ? node : node + 1;
        TimeUnit.NANOSECONDS.sleep(backoff.after(failures).toNanos());
      }
    }
  }

  private Staged fetchFrom(String address, String groupId, long minimumIndex) throws IOException {
    Manifest manifest = source.open(address, groupId);
    if (manifest.position().index() < minimumIndex) {
      source.close(address, manifest.id());
      throw new IOException(
          "offers a checkpoint at %s, needed is one at %d or later"
              .formatted(manifest.position(), minimumIndex));
    }
    if (manifest.format() > StateCheckpoints.FORMAT) {
      source.close(address, manifest.id());
      throw new IOException(
          "offers a checkpoint in format %d, this program knows formats up to %d"
              .formatted(manifest.format(), StateCheckpoints.FORMAT));
    }
    Staging staging = Staging.open(root, groupId, manifest);
    takeOver(staging);
    long present = staging.presentBytes();
    bytesTotal.set(manifest.totalBytes());
    bytesReceived.set(present);
    checkSpace(manifest.totalBytes() - present);
    LOG.info(
        "fetching checkpoint {} at {} from {}: {} of {} bytes are here",
        manifest.id(),
        manifest.position(),
        address,
        present,
        manifest.totalBytes());
    for (ManifestFile file : manifest.files()) {
      if (!staging.isFinished(file)) {
        download(address, staging, file);
      }
    }
    Staged staged = staging.complete();
    source.close(address, manifest.id());
    return staged;
  }

  private void download(String address, Staging staging, ManifestFile file) throws IOException {
    String id = staging.manifest().id();
    try {
      new FileDownload(staging, file, this::received)
          .run(offset -> source.read(address, id, file.name(), offset));
    } catch (CorruptFileException e) {
      // Once may be what a crash left of the first part here. Twice is the sender's copy: ask it
      // for a new one.
      if (id.equals(corruptId)) {
        source.close(address, id);
      }
      corruptId = id;
      throw e;
    }
  }

  private void received(int bytes) {
    bytesFromNetwork += bytes;
    bytesReceived.addAndGet(bytes);
  }

  private void checkSpace(long missing) throws IOException {
    long usable = usableSpace.bytes();
    if (missing + config.spareBytes() > usable) {
      throw new NoSpaceException(
          "the checkpoint needs %d more bytes and %d to spare, the disk has %d left"
              .formatted(missing, config.spareBytes(), usable));
    }
  }

  /**
   * A complete checkpoint that was received and not installed yet, by this process or an earlier
   * one; the newest.
   */
  public Optional<Staged> staged() throws IOException {
    Optional<Staging> newest =
        stagings().stream()
            .filter(Staging::isComplete)
            .max(Comparator.comparing(staging -> staging.manifest().position()));
    return newest.isPresent() ? Optional.of(newest.get().complete()) : Optional.empty();
  }

  private List<Staging> stagings() throws IOException {
    return directories().stream().map(Staging::find).flatMap(Optional::stream).toList();
  }

  private List<Path> directories() throws IOException {
    try (Stream<Path> directories = Files.list(root)) {
      return directories.toList();
    }
  }

  /** Makes this staging the only one; what it shares with the others becomes its own. */
  private void takeOver(Staging staging) throws IOException {
    for (Path directory : directories()) {
      if (!directory.equals(staging.root())) {
        Optional<Staging> older = Staging.find(directory);
        if (older.isPresent()) {
          staging.adopt(older.get());
        }
        DurableFiles.deleteTree(directory);
      }
    }
  }

  /** Whether a checkpoint is on its way in. */
  public synchronized boolean isFetching() {
    return current != null && !current.isDone();
  }

  public TransferStats stats() {
    return new TransferStats(
        bytesReceived.get(), bytesTotal.get(), fullSyncs.get(), retries.get(), lastError);
  }

  /**
   * Stops a fetch under way, whose future fails with UNAVAILABLE, and waits for its thread. What
   * was received stays.
   */
  @Override
  public void close() {
    closed = true;
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      running.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String message(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), e.toString());
  }

  private static final class NoSpaceException extends IOException {
    private static final long serialVersionUID = 1;

    NoSpaceException(String message) {
      super(message);
    }
  }
}
