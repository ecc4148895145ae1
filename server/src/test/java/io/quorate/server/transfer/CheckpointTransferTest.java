package io.quorate.server.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.TermIndex;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.server.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole transfers over gRPC on loopback, with the faults of networks, disks and processes. */
class CheckpointTransferTest {
  private static final int CHUNK_BYTES = 16 << 10;
  private static final TransferConfig CONFIG =
      new TransferConfig(
          CHUNK_BYTES,
          0,
          2,
          Duration.ofMinutes(10),
          5,
          Duration.ofMillis(1),
          Duration.ofMillis(20),
          1000,
          1 << 20);

  private final long seed = System.nanoTime();
  private final SampleState state = new SampleState(seed);
  private final List<CheckpointFetcher> fetchers = new ArrayList<>();

  @TempDir Path temp;
  private SendingNode sender;
  private FaultySource source;

  @BeforeEach
  void start() throws IOException {
    sender = new SendingNode(temp.resolve("sender"), state, CONFIG);
    source = new FaultySource(sender.client("b"));
  }

  @AfterEach
  void stop() {
    fetchers.forEach(CheckpointFetcher::close);
    sender.close();
  }

  private CheckpointFetcher fetcher() throws IOException {
    CheckpointFetcher fetcher = new CheckpointFetcher(temp.resolve("receiver"), source, CONFIG);
    fetchers.add(fetcher);
    return fetcher;
  }

  private CompletableFuture<Staged> fetch(CheckpointFetcher fetcher) {
    return fetcher.fetch(List.of(sender.address()), SendingNode.GROUP, 0);
  }

  private Staged fetched(CheckpointFetcher fetcher) throws Exception {
    return fetch(fetcher).get(30, TimeUnit.SECONDS);
  }

  private void assertWhole(Staged staged) throws IOException {
    Path expected = temp.resolve("expected");
    state.damaged = "";
    List<ManifestFile> files = state.make(expected).files();
    assertEquals(files, staged.manifest().files());
    for (ManifestFile file : files) {
      assertEquals(
          -1,
          Files.mismatch(expected.resolve(file.name()), staged.directory().resolve(file.name())),
          file.name() + ", seed " + seed);
    }
    try (Stream<Path> all = Files.list(staged.directory())) {
      assertEquals(files.size(), all.count());
    }
  }

  private static RequestException failure(CompletableFuture<?> future) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
    return assertInstanceOf(RequestException.class, e.getCause());
  }

  @Test
  void aCheckpointArrivesWholeAndTheSenderForgetsIt() throws Exception {
    CheckpointFetcher fetcher = fetcher();
    Staged staged = fetched(fetcher);
    assertWhole(staged);
    assertEquals(new TermIndex(3, 100), staged.manifest().position());
    assertEquals(0, sender.checkpoints().kept());
    long total = staged.manifest().totalBytes();
    assertEquals(new TransferStats(total, total, 1, 0, Optional.empty()), fetcher.stats());
    assertEquals(total, sender.checkpoints().bytesSent());
  }

  @Test
  void aBrokenConnectionIsResumedAtTheByteReached() throws Exception {
    source.after(
        SampleState.LARGE_BYTES / 2,
        chunk -> {
          sender.breakConnections();
          return chunk;
        });
    CheckpointFetcher fetcher = fetcher();
    Staged staged = fetched(fetcher);
    assertWhole(staged);
    assertTrue(fetcher.stats().retries() >= 1);
    assertEquals(2, reads("000001.sst"), source.reads.toString());
    // Nothing is delivered twice, and only what was in flight is sent twice.
    assertEquals(staged.manifest().totalBytes(), source.bytes());
    long sentTwice = sender.checkpoints().bytesSent() - staged.manifest().totalBytes();
    assertTrue(sentTwice < SampleState.LARGE_BYTES, "sent twice: " + sentTwice);
    assertEquals(2, state.made.get(), "one checkpoint, and the expected one");
  }

  /** Until the fetching thread is interrupted. */
  private static Chunk hang(CountDownLatch reached) throws IOException {
    reached.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("interrupted");
  }

  private long reads(String file) {
    return source.reads.stream().filter(read -> read.startsWith(file + "@")).count();
  }

  @Test
  void aFlippedBitIsDetectedAndTheChunkFetchedAgain() throws Exception {
    source.after(SampleState.LARGE_BYTES / 2, FaultySource::flipped);
    CheckpointFetcher fetcher = fetcher();
    Staged staged = fetched(fetcher);
    assertWhole(staged);
    assertTrue(fetcher.stats().lastError().orElseThrow().contains("CRC32C"));
    assertTrue(source.bytes() <= staged.manifest().totalBytes() + CHUNK_BYTES);
  }

  @Test
  void aFileThatIsNotWhatTheManifestSaysMakesTheSenderMakeANewCheckpoint() throws Exception {
    state.damaged = "000002.sst";
    state.timesDamaged = 1;
    source.after(SampleState.LARGE_BYTES / 2, chunk -> chunk);
    CheckpointFetcher fetcher = fetcher();
    assertWhole(fetched(fetcher));
    assertTrue(fetcher.stats().retries() >= 1);
    assertTrue(state.made.get() >= 2, "made: " + state.made);
    assertEquals(1, reads("000001.sst"), "the good files were kept: " + source.reads);
  }

  @Test
  void aSenderThatAlwaysSendsDamagedFilesIsGivenUp() throws Exception {
    state.damaged = "CURRENT";
    CompletableFuture<Staged> future = fetch(fetcher());
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
    assertInstanceOf(CorruptFileException.class, e.getCause());
  }

  @Test
  void afterARestartOfTheSenderTheFilesThatAreHereAreKept() throws Exception {
    source.after(
        SampleState.LARGE_BYTES + 50_000,
        chunk -> {
          sender.restart();
          return chunk;
        });
    Staged staged = fetched(fetcher());
    assertWhole(staged);
    assertEquals(1, reads("000001.sst"), source.reads.toString());
    assertEquals(staged.manifest().totalBytes(), source.bytes());
    try (Stream<Path> stagings = Files.list(temp.resolve("receiver/transfer"))) {
      assertEquals(1, stagings.count());
    }
  }

  @Test
  void aRestartOfTheReceiverGoesOnWhereItStopped() throws Exception {
    CountDownLatch halfway = new CountDownLatch(1);
    source.after(SampleState.LARGE_BYTES / 2, chunk -> hang(halfway));
    CheckpointFetcher first = fetcher();
    CompletableFuture<Staged> abandoned = fetch(first);
    assertTrue(halfway.await(30, TimeUnit.SECONDS));
    first.close();
    assertTrue(abandoned.isCompletedExceptionally());
    Staged staged = fetched(fetcher());
    assertWhole(staged);
    assertTrue(source.bytes() <= staged.manifest().totalBytes() + CHUNK_BYTES);
    assertTrue(source.reads.stream().anyMatch(read -> read.matches("000001.sst@[1-9].*")));
  }

  @Test
  void aReceiverThatCrashedWithGarbageInItsPartialFileFetchesThatFileAgain() throws Exception {
    fetched(fetcher());
    Path staging = onlyStaging();
    Path part = staging.resolve("files/000001.sst.part");
    Files.move(staging.resolve("files/000001.sst"), part);
    byte[] content = Files.readAllBytes(part);
    content[10] ^= 1;
    Files.write(part, content);
    // The sender closed that checkpoint: its successor has the same files.
    assertWhole(fetched(fetcher()));
  }

  @Test
  void aCompleteCheckpointIsTakenWithoutAskingAgainUnlessItIsTooOld() throws Exception {
    Staged staged = fetched(fetcher());
    assertEquals(Optional.of(staged), fetcher().staged());
    assertEquals(staged, fetched(fetcher()));
    state.position = new TermIndex(4, 200);
    Staged newer =
        fetcher()
            .fetch(List.of(sender.address()), SendingNode.GROUP, 150)
            .get(30, TimeUnit.SECONDS);
    assertNotEquals(staged.manifest().id(), newer.manifest().id());
    assertEquals(new TermIndex(4, 200), newer.manifest().position());
  }

  @Test
  void aCompleteCheckpointOfAnotherGroupIsNotTaken() throws Exception {
    fetched(fetcher());
    RequestException e = failure(fetcher().fetch(List.of(sender.address()), "another-group", 0));
    assertEquals(ErrorCode.REFUSED, e.error().getCode());
    assertEquals(SendingNode.GROUP, fetcher().staged().orElseThrow().groupId());
  }

  private Path onlyStaging() throws IOException {
    try (Stream<Path> stagings = Files.list(temp.resolve("receiver/transfer"))) {
      List<Path> all = stagings.toList();
      assertEquals(1, all.size());
      return all.getFirst();
    }
  }

  @Test
  void anUnreadableStagingIsThrownAway() throws Exception {
    Path broken = Files.createDirectories(temp.resolve("receiver/transfer/broken"));
    Files.writeString(broken.resolve("manifest.json"), "{");
    assertWhole(fetched(fetcher()));
    assertFalse(Files.exists(broken));
  }

  @Test
  void repeatedCallsShareTheFetchUnderWay() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    source.after(
        1000,
        chunk -> {
          try {
            assertTrue(second.await(30, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return chunk;
        });
    CheckpointFetcher fetcher = fetcher();
    CompletableFuture<Staged> one = fetch(fetcher);
    CompletableFuture<Staged> two = fetch(fetcher);
    second.countDown();
    assertSame(one.get(30, TimeUnit.SECONDS), two.get(30, TimeUnit.SECONDS));
    assertEquals(1, fetcher.stats().fullSyncs());
  }

  @Test
  void theNextNodeIsTriedWhenOneDoesNotAnswer() throws Exception {
    Staged staged =
        fetcher()
            .fetch(List.of("127.0.0.1:1", sender.address()), SendingNode.GROUP, 0)
            .get(30, TimeUnit.SECONDS);
    assertWhole(staged);
  }

  @Test
  void aRefusalReachesTheCallerAfterTheLastAttempt() throws Exception {
    RequestException e = failure(fetcher().fetch(List.of(sender.address()), "another-group", 0));
    assertEquals(ErrorCode.REFUSED, e.error().getCode());
  }

  @Test
  void withoutSpaceNothingIsFetched() throws Exception {
    CheckpointFetcher fetcher =
        new CheckpointFetcher(temp.resolve("receiver"), source, CONFIG, () -> 3_100_000);
    fetchers.add(fetcher);
    RequestException e = failure(fetch(fetcher));
    assertEquals(ErrorCode.DISK_FULL, e.error().getCode());
    assertEquals(List.of(), source.reads);
    assertEquals(0, fetcher.stats().retries());
  }

  @Test
  void closingStopsAFetchUnderWay() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    source.after(1000, chunk -> hang(reading));
    CheckpointFetcher fetcher = fetcher();
    CompletableFuture<Staged> future = fetch(fetcher);
    assertTrue(reading.await(30, TimeUnit.SECONDS));
    fetcher.close();
    assertEquals(ErrorCode.UNAVAILABLE, failure(future).error().getCode());
    assertEquals(ErrorCode.UNAVAILABLE, failure(fetch(fetcher)).error().getCode());
  }

  @Test
  void aReaderThatDoesNotReadHoldsTheSenderBack() throws Exception {
    CheckpointMaker huge =
        directory -> {
          Files.createDirectories(directory);
          try (var file = new java.io.RandomAccessFile(directory.resolve("huge").toFile(), "rw")) {
            file.setLength(1L << 30);
          }
          return new CheckpointMaker.Contents(
              1, TermIndex.NONE, List.of(new ManifestFile("huge", 1L << 30, 0)));
        };
    try (SendingNode node = new SendingNode(temp.resolve("huge"), huge, CONFIG)) {
      CheckpointSource client = node.client("c");
      Manifest manifest = client.open(node.address(), SendingNode.GROUP);
      try (ChunkStream stream = client.read(node.address(), manifest.id(), "huge", 0)) {
        assertTrue(stream.next().isPresent());
        long window = 4 << 20;
        // What it sent when it has stopped sending.
        Awaitility.await()
            .during(Duration.ofMillis(300))
            .atMost(Duration.ofSeconds(20))
            .until(() -> node.checkpoints().bytesSent(), sent -> sent > 0 && sent < window);
        assertTrue(stream.next().isPresent());
      }
    }
  }

  @Test
  void namesFromTheWireDoNotBecomePaths() throws Exception {
    CheckpointSource client = sender.client("b");
    Manifest manifest = client.open(sender.address(), SendingNode.GROUP);
    Files.writeString(temp.resolve("sender/secret"), "secret");
    for (String name :
        List.of("../secret", "../../secret", "/etc/hostname", "./CURRENT", "", "nothing")) {
      ChunkStream stream = client.read(sender.address(), manifest.id(), name, 0);
      RequestException e = assertThrows(RequestException.class, stream::next, name);
      assertEquals(ErrorCode.NOT_FOUND, e.error().getCode(), name);
    }
    ChunkStream unknown = client.read(sender.address(), "../sender", "secret", 0);
    assertThrows(RequestException.class, unknown::next);
    ChunkStream beyond = client.read(sender.address(), manifest.id(), "CURRENT", 17);
    RequestException e = assertThrows(RequestException.class, beyond::next);
    assertEquals(ErrorCode.INVALID_ARGUMENT, e.error().getCode());
    for (String name : List.of("../evil", "a/b", "a\\b", "..", ".", "", ".hidden", "x\0y")) {
      assertThrows(
          IllegalArgumentException.class, () -> new ManifestFile(name, 1, 1), "name " + name);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new Manifest("../up", 1, TermIndex.NONE, manifest.files()));
  }
}
