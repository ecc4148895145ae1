package io.quorate.server.transfer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.quorate.server.error.RequestException;
import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives this node's state to others, as checkpoints in {@code <data>/checkpoints/<id>}. A
 * checkpoint is kept until its reader closes it, the same node needs a newer one, nobody read it
 * for {@link TransferConfig#unusedTimeout}, or the process ends: what an earlier process left is
 * deleted at the start. Its methods block and may be called from any thread.
 */
public final class CheckpointServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointServer.class);
  private static final int RETRY_AFTER_MS = 5_000;

  private final Path root;
  private final Supplier<String> groupId;
  private final CheckpointMaker maker;
  private final LongSupplier minimumIndex;
  private final TransferConfig config;
  private final LongSupplier nanoTime;
  private final RateLimit limit;
  private final Semaphore streams;
  private final AtomicLong bytesSent = new AtomicLong();

  /** By id. Only {@link #open} adds, under the lock; anybody removes. */
  private final Map<String, KeptCheckpoint> kept = new ConcurrentHashMap<>();

  private final ScheduledExecutorService expiry =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("checkpoint-expiry").factory());

  @GuardedBy("this")
  private boolean closed;

  /**
   * @param dataDir the node's data directory, on the same file system as the state (hard links)
   * @param groupId the group that this node belongs to now
   * @param minimumIndex the lowest index of a checkpoint from which this node's log carries on: the
   *     log's start − 1
   */
  public CheckpointServer(
      Path dataDir,
      Supplier<String> groupId,
      CheckpointMaker maker,
      LongSupplier minimumIndex,
      TransferConfig config)
      throws IOException {
    this(dataDir, groupId, maker, minimumIndex, config, System::nanoTime);
  }

  CheckpointServer(
      Path dataDir,
      Supplier<String> groupId,
      CheckpointMaker maker,
      LongSupplier minimumIndex,
      TransferConfig config,
      LongSupplier nanoTime)
      throws IOException {
    this.root = dataDir.resolve("checkpoints");
    this.groupId = groupId;
    this.maker = maker;
    this.minimumIndex = minimumIndex;
    this.config = config;
    this.nanoTime = nanoTime;
    this.limit = new RateLimit(config.bytesPerSecond());
    this.streams = new Semaphore(config.streams());
    DurableFiles.deleteTree(root);
    Files.createDirectories(root);
    long period = Math.max(1, config.unusedTimeout().toMillis() / 10);
    var _ = expiry.scheduleWithFixedDelay(this::expire, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * A checkpoint for this node: the one it has, while the log carries on from there, or a new one.
   * Throws OVERLOADED when as many as configured are kept for others, REFUSED for another group.
   */
  public synchronized Manifest open(String group, String nodeId) throws IOException {
    if (closed) {
      throw RequestException.unavailable("this node is shutting down");
    }
    String own = groupId.get();
    if (!group.equals(own)) {
      throw RequestException.refused(
          "asked for a checkpoint of group %s, this node is in %s".formatted(group, own));
    }
    Optional<KeptCheckpoint> previous =
        kept.values().stream().filter(checkpoint -> checkpoint.nodeId.equals(nodeId)).findFirst();
    if (previous.isPresent()) {
      KeptCheckpoint checkpoint = previous.get();
      if (checkpoint.manifest.position().index() >= minimumIndex.getAsLong()) {
        checkpoint.usedAt(nanoTime.getAsLong());
        return checkpoint.manifest;
      }
      close(checkpoint.manifest.id());
    }
    if (kept.size() >= config.checkpoints()) {
      throw RequestException.overloaded(
          RETRY_AFTER_MS, "%d checkpoint transfers are under way".formatted(kept.size()));
    }
    return make(nodeId);
  }

  private Manifest make(String nodeId) throws IOException {
    String id = UUID.randomUUID().toString();
    Path directory = root.resolve(id);
    try {
      CheckpointMaker.Contents contents = maker.make(directory);
      Manifest manifest =
          new Manifest(id, contents.format(), contents.position(), contents.files());
      kept.put(id, new KeptCheckpoint(nodeId, manifest, directory, nanoTime.getAsLong()));
      LOG.info(
          "made checkpoint {} at {} for node {}: {} files, {} bytes",
          id,
          manifest.position(),
          nodeId,
          manifest.files().size(),
          manifest.totalBytes());
      return manifest;
    } catch (IOException | RuntimeException e) {
      delete(directory);
      throw e;
    }
  }

  /**
   * The file from this offset on; close it. Throws NOT_FOUND when the checkpoint is not kept (any
   * more) or has no such file, OVERLOADED when as many streams are open as the memory allows.
   */
  public ChunkStream read(String id, String file, long offset) throws IOException {
    KeptCheckpoint checkpoint = kept.get(id);
    if (checkpoint == null) {
      throw RequestException.notFound("checkpoint " + id + " is not kept here; open a new one");
    }
    // The name reaches the disk only if the manifest has it: no path from the wire is ever
    // resolved.
    ManifestFile found =
        checkpoint
            .manifest
            .file(file)
            .orElseThrow(
                () -> RequestException.notFound("checkpoint " + id + " has no file " + file));
    if (offset < 0 || offset > found.sizeBytes()) {
      throw RequestException.invalid(
          "%s has %d bytes, asked from %d".formatted(file, found.sizeBytes(), offset));
    }
    if (!streams.tryAcquire()) {
      throw RequestException.overloaded(
          RETRY_AFTER_MS, "%d files are being sent".formatted(config.streams()));
    }
    try {
      return new ChunkReader(
          checkpoint.directory.resolve(found.name()),
          found,
          offset,
          config.sentChunkBytes(),
          limit,
          sent -> {
            checkpoint.usedAt(nanoTime.getAsLong());
            bytesSent.addAndGet(sent);
          },
          streams::release);
    } catch (IOException e) {
      streams.release();
      throw e;
    }
  }

  /**
   * Deletes the checkpoint; nothing happens when it is gone. Streams that still read it end as they
   * would have.
   */
  public void close(String id) {
    KeptCheckpoint checkpoint = kept.remove(id);
    if (checkpoint != null) {
      delete(checkpoint.directory);
    }
  }

  /** Deletes the checkpoints that nobody used for too long. */
  void expire() {
    long now = nanoTime.getAsLong();
    for (KeptCheckpoint checkpoint : List.copyOf(kept.values())) {
      if (checkpoint.unusedNanos(now) >= config.unusedTimeout().toNanos()) {
        LOG.info(
            "deleting checkpoint {} of node {}: not read for {}",
            checkpoint.manifest.id(),
            checkpoint.nodeId,
            config.unusedTimeout());
        close(checkpoint.manifest.id());
      }
    }
  }

  /** Checkpoints kept now. */
  public int kept() {
    return kept.size();
  }

  /** Bytes of files sent since the start. */
  public long bytesSent() {
    return bytesSent.get();
  }

  /** Waits for a checkpoint being made, then deletes all. */
  @Override
  public synchronized void close() {
    closed = true;
    expiry.shutdownNow();
    List.copyOf(kept.keySet()).forEach(this::close);
  }

  /** The next start deletes what cannot be deleted now. */
  private static void delete(Path directory) {
    try {
      DurableFiles.deleteTree(directory);
    } catch (IOException e) {
      LOG.warn("could not delete {}", directory, e);
    }
  }
}
