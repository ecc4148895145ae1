package io.quorate.chaos.workload;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.quorate.chaos.Await;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateClientBuilder;
import io.quorate.history.Recorder;
import io.quorate.history.RecorderOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What one workload has in one run: the cluster, keys of its own, a folder for its history, clients
 * that are closed with it. Thread-safe.
 */
public final class Stage implements AutoCloseable {
  /** Short: a call to a node that is cut off shall not hold its worker up for long. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final String name;
  private final Path folder;
  private final long seed;

  @GuardedBy("this")
  private final List<Path> files = new ArrayList<>();

  @GuardedBy("this")
  private final List<AutoCloseable> open = new ArrayList<>();

  /** For the workload {@code name}; creates {@code folder}. */
  public Stage(Cluster cluster, String name, Path folder, long seed) {
    this.cluster = cluster;
    this.name = name;
    this.folder = folder;
    this.seed = seed;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<ClusterNode> nodes() {
    return cluster.nodes();
  }

  /** Node {@code number}, counted on beyond the last. */
  public ClusterNode node(int number) {
    return nodes().get(Math.floorMod(number, nodes().size()));
  }

  /** A key that no other workload has. */
  public String key(String end) {
    return name + "/" + end;
  }

  /** The same for the same seed. */
  public SplittableRandom random(int worker) {
    return new SplittableRandom(seed * 1_000_003 + name.hashCode() * 31L + worker);
  }

  /** An ordinary client, whose operations are recorded by whoever uses it. */
  public QuorateClient client() {
    return kept(builder().build());
  }

  /** A client that calls {@code only} and no other node. */
  public QuorateClient client(ClusterNode only) {
    return kept(builder(only).build());
  }

  /** An ordinary client that records what it does with keys, under the session {@code name}. */
  public QuorateClient recorded(String name) {
    return kept(builder().clientName(name).recordHistory(file(name)).build());
  }

  public QuorateClient recorded(String name, ClusterNode only) {
    return kept(builder(only).clientName(name).recordHistory(file(name)).build());
  }

  private QuorateClientBuilder builder() {
    return cluster.clientBuilder().timeout(TIMEOUT);
  }

  private static QuorateClientBuilder builder(ClusterNode only) {
    return QuorateClient.builder().endpoints(only.address()).discover(false).timeout(TIMEOUT);
  }

  /** A part of the history, of the session {@code name}; {@code name} is used once. */
  public Recorder recorder(String name) {
    try {
      return kept(Recorder.open(file(name), name, RecorderOptions.DEFAULTS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Repeats a call until it succeeds, for a minute: for times when all should be well. */
  public <T> T insist(String what, Supplier<T> call) {
    return Await.value(what, Cluster.SOON, () -> Optional.of(call.get()), cluster::describe);
  }

  private synchronized Path file(String part) {
    var file = folder.resolve(part + ".jsonl");
    files.add(file);
    return file;
  }

  private synchronized <T extends AutoCloseable> T kept(T resource) {
    open.add(resource);
    return resource;
  }

  /** The history so far: whole once this is closed. */
  public synchronized List<Path> files() {
    return List.copyOf(files);
  }

  /** Ends clients and recorders. */
  @Override
  public synchronized void close() {
    for (var resource : open.reversed()) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException("part of the history of " + name + " is lost", e);
      }
    }
    open.clear();
  }
}
