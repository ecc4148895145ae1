package io.quorate.server.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.proto.v1.ErrorCode;
import io.quorate.server.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept on the sender's disk, and for how long. */
class CheckpointServerTest {
  private static final String GROUP = "group-1";

  @TempDir Path data;
  private final SampleState state = new SampleState(1);
  private final AtomicLong now = new AtomicLong();
  private final AtomicLong minimumIndex = new AtomicLong();
  private CheckpointServer server;

  @BeforeEach
  void start() throws IOException {
    server = newServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CheckpointServer newServer() throws IOException {
    return new CheckpointServer(
        data, () -> GROUP, state, minimumIndex::get, TransferConfig.DEFAULT, now::get);
  }

  private long directories() throws IOException {
    try (Stream<Path> all = Files.list(data.resolve("checkpoints"))) {
      return all.count();
    }
  }

  private static ErrorCode code(RequestException e) {
    return e.error().getCode();
  }

  @Test
  void theSameNodeGetsTheSameCheckpointWhileTheLogCarriesOnFromIt() throws IOException {
    Manifest first = server.open(GROUP, "b");
    minimumIndex.set(100);
    assertEquals(first, server.open(GROUP, "b"));
    minimumIndex.set(101);
    Manifest second = server.open(GROUP, "b");
    assertNotEquals(first.id(), second.id());
    assertEquals(1, directories());
    RequestException e =
        assertThrows(RequestException.class, () -> server.read(first.id(), "CURRENT", 0));
    assertEquals(ErrorCode.NOT_FOUND, code(e));
  }

  @Test
  void aThirdNodeIsToldToWait() throws IOException {
    Manifest first = server.open(GROUP, "b");
    server.open(GROUP, "c");
    RequestException e = assertThrows(RequestException.class, () -> server.open(GROUP, "d"));
    assertEquals(ErrorCode.OVERLOADED, code(e));
    assertTrue(e.error().getRetryAfterMs() > 0);
    server.close(first.id());
    server.open(GROUP, "d");
    assertEquals(2, directories());
  }

  @Test
  void anotherGroupIsRefused() {
    RequestException e = assertThrows(RequestException.class, () -> server.open("other", "b"));
    assertEquals(ErrorCode.REFUSED, code(e));
    assertEquals(0, state.made.get());
  }

  @Test
  void whatNobodyReadsIsDeletedAfterTenMinutesAndReadingKeepsIt() throws IOException {
    Manifest manifest = server.open(GROUP, "b");
    Duration almost = Duration.ofMinutes(10).minusNanos(1);
    try (ChunkStream stream = server.read(manifest.id(), "000001.sst", 0)) {
      now.addAndGet(almost.toNanos());
      assertTrue(stream.next().isPresent());
    }
    now.addAndGet(almost.toNanos());
    server.expire();
    assertEquals(1, server.kept());
    now.addAndGet(1);
    server.expire();
    assertEquals(0, server.kept());
    assertEquals(0, directories());
  }

  @Test
  void whatAnEarlierProcessLeftIsDeletedAtTheStart() throws IOException {
    server.open(GROUP, "b");
    try (CheckpointServer next = newServer()) {
      assertEquals(0, directories());
      assertEquals(0, next.kept());
    }
  }

  @Test
  void aCheckpointThatCouldNotBeMadeLeavesNothing() throws IOException {
    try (CheckpointServer failing =
        new CheckpointServer(
            data,
            () -> GROUP,
            directory -> {
              Files.createDirectories(directory);
              Files.writeString(directory.resolve("half"), "x");
              throw RequestException.unavailable("the state is being replaced");
            },
            minimumIndex::get,
            TransferConfig.DEFAULT)) {
      assertThrows(RequestException.class, () -> failing.open(GROUP, "b"));
      assertEquals(0, directories());
    }
  }

  @Test
  void afterCloseNothingIsMadeAnyMore() throws IOException {
    server.open(GROUP, "b");
    server.close();
    assertEquals(0, directories());
    assertThrows(RequestException.class, () -> server.open(GROUP, "b"));
  }

  @Test
  void noMoreStreamsAreOpenThanTheMemoryAllows() throws IOException {
    Manifest manifest = server.open(GROUP, "b");
    List<ChunkStream> open = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      open.add(server.read(manifest.id(), "CURRENT", 0));
    }
    RequestException e =
        assertThrows(RequestException.class, () -> server.read(manifest.id(), "CURRENT", 0));
    assertEquals(ErrorCode.OVERLOADED, code(e));
    open.getFirst().close();
    open.getFirst().close();
    open.add(server.read(manifest.id(), "CURRENT", 0));
    assertThrows(RequestException.class, () -> server.read(manifest.id(), "CURRENT", 0));
    open.forEach(ChunkStream::close);
  }

  @Test
  void underALowRateChunksAreSmall() {
    TransferConfig slow =
        new TransferConfig(
            1 << 20, 64_000, 2, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO, 0, 8 << 20);
    assertEquals(4, slow.streams());
    assertEquals(8_000, slow.sentChunkBytes());
    assertEquals(1 << 20, TransferConfig.DEFAULT.sentChunkBytes());
  }

  @Test
  void theRateIsSharedAndUnusedTimeIsNotSavedUp() {
    RateLimit limit = new RateLimit(1000);
    long later = System.nanoTime() + Duration.ofHours(1).toNanos();
    assertEquals(0, limit.reserve(500, later));
    assertEquals(Duration.ofMillis(500).toNanos(), limit.reserve(1000, later));
    assertEquals(Duration.ofMillis(1500).toNanos(), limit.reserve(1, later));
  }

  @Test
  void waitsDoubleUpToTheMaximumWithJitter() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    for (int failures = 1; failures < 100; failures++) {
      long ceiling = Math.min(1000, 100L << Math.min(failures - 1, 10));
      long wait = backoff.after(failures).toMillis();
      assertTrue(wait >= ceiling / 2 && wait <= ceiling, failures + ": " + wait);
    }
  }
}
