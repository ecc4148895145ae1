package io.quorate.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.TermIndex;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Judges files that Ratis wrote, damaged in the ways of crashes and of disks. */
class LogVerifierTest {
  private static final int SEGMENT_BYTES = 20_000;
  private static final int PAYLOAD_BYTES = 3_000;

  @TempDir static Path ratis;
  private static Path written;
  private static long appended;

  @TempDir Path temp;
  private Path log;

  @BeforeAll
  static void ratisWritesALogOfSeveralSegments() throws Exception {
    try (RatisLog ratisLog = new RatisLog(ratis.resolve("storage"), SEGMENT_BYTES)) {
      for (int i = 0; i < 20; i++) {
        appended = ratisLog.append(PAYLOAD_BYTES);
      }
      written = ratisLog.copy(ratis.resolve("written"));
    }
  }

  @BeforeEach
  void copy() throws IOException {
    log = temp.resolve("current");
    Files.createDirectories(log);
    try (Stream<Path> files = Files.list(written)) {
      for (Path file : files.toList()) {
        Files.copy(file, log.resolve(file.getFileName()));
      }
    }
    assertTrue(closed().size() >= 2, "segments: " + LogDirectory.scan(log));
  }

  @Test
  void aLogThatRatisWroteIsInOrderAndItsOpenSegmentEndsInZeros() throws IOException {
    byte[] content = Files.readAllBytes(open().file());
    assertEquals(0, content[content.length - 1]);

    LogSummary summary = LogVerifier.verify(log);

    assertEquals(0, summary.first());
    assertTrue(summary.last().index() >= appended, summary.toString());
    assertTrue(summary.last().term() >= 1);
    assertEquals(summary.last().term(), summary.term());
    assertEquals(Optional.empty(), summary.tear());
    assertTrue(summary.carriesOnFrom(-1));
  }

  @Test
  void nothingThereIsANewMember() throws IOException {
    LogSummary summary = LogVerifier.verify(temp.resolve("absent"));
    assertTrue(summary.isEmpty());
    assertTrue(summary.carriesOnFrom(17));
  }

  @Test
  void aPurgedStartIsFineAndLeavesAGapForAnOlderState() throws IOException {
    LogSegmentFile first = closed().getFirst();
    Files.delete(first.file());
    long start = first.end().getAsLong() + 1;

    LogSummary summary = LogVerifier.verify(log);

    assertEquals(start, summary.first());
    assertTrue(summary.carriesOnFrom(start - 1));
    assertFalse(summary.carriesOnFrom(start - 2));
  }

  @Test
  void aMissingSegmentInTheMiddleIsDamage() throws IOException {
    LogSegmentFile second = closed().get(1);
    Files.delete(second.file());
    damaged(LogDirectory.scan(log).get(1).file(), 0);
  }

  @Test
  void aFlippedBitInAClosedSegmentIsDamageAtThatRecord() throws IOException {
    Path file = closed().getFirst().file();
    long second = recordOffset(file, 1);
    flip(file, second + 20);
    damaged(file, second);
  }

  @Test
  void aClosedSegmentCutAnywhereIsDamage() throws IOException {
    Path file = closed().getFirst().file();
    long second = recordOffset(file, 1);
    truncate(file, second + 10);
    damaged(file, second);
    truncate(file, second);
    damaged(file, second);
    truncate(file, 0);
    damaged(file, 0);
  }

  @Test
  void aFlippedBitBeforeIntactRecordsOfTheOpenSegmentIsDamage() throws IOException {
    Path file = open().file();
    long offset = recordOffset(file, 0);
    flip(file, offset + 20);
    damaged(file, offset);
  }

  @Test
  void aFlippedLengthThatReachesBeyondTheFileDoesNotHideTheRecordsBehindIt() throws IOException {
    Path file = open().file();
    long offset = recordOffset(file, 0);
    overwrite(file, offset, new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07});
    damaged(file, offset);
  }

  @Test
  void aFlippedBitInTheVeryLastRecordIsDamage() throws IOException {
    Path file = open().file();
    long offset = recordOffset(file, records(file) - 1);
    flip(file, offset + 5);
    damaged(file, offset);
  }

  @Test
  void aZeroedRecordBeforeIntactOnesIsDamage() throws IOException {
    Path file = open().file();
    long offset = recordOffset(file, 0);
    overwrite(file, offset, new byte[600]);
    damaged(file, offset);
  }

  @Test
  void aDamagedHeaderIsDamage() throws IOException {
    Path file = open().file();
    flip(file, 3);
    damaged(file, 3);
  }

  @Test
  void aRecordCutOffByTheEndOfTheFileIsATearThatCanBeCut() throws IOException {
    Path file = open().file();
    int last = largeRecord(file);
    long offset = recordOffset(file, last);
    truncate(file, offset + 100);
    assertTornAndCut(file, offset);
  }

  @Test
  void aRecordWhoseSectorsDidNotReachTheDiskIsATearThatCanBeCut() throws IOException {
    Path file = open().file();
    int last = largeRecord(file);
    long offset = recordOffset(file, last);
    long rest = Files.size(file) - (offset + 600);
    overwrite(file, offset + 600, new byte[(int) rest]);
    assertTornAndCut(file, offset);
  }

  @Test
  void aHalfWrittenHeaderIsAnEmptySegment() throws IOException {
    Path file = open().file();
    long before = open().start() - 1;
    truncate(file, 5);
    assertEquals(before, LogVerifier.verify(log).last().index());
  }

  @Test
  void aMissingOrUnreadableRaftMetaIsDamage() throws IOException {
    Path meta = log.resolve("raft-meta");
    String content = Files.readString(meta);
    Files.writeString(meta, "");
    damaged(meta, 0);
    Files.writeString(meta, content.replace("term=", "tern="));
    damaged(meta, 0);
    Files.writeString(meta, content.replaceAll("term=\\d+", "term=x"));
    damaged(meta, 0);
    Files.delete(meta);
    damaged(meta, 0);
  }

  @Test
  void aRaftMetaThatForgotATermOfTheLogIsDamage() throws IOException {
    Path meta = log.resolve("raft-meta");
    Files.writeString(meta, Files.readString(meta).replaceAll("term=\\d+", "term=0"));
    damaged(meta, 0);
  }

  @Test
  void anUnreadableConfigurationIsDamage() throws IOException {
    Path conf = log.resolve("raft-meta.conf");
    assertTrue(Files.exists(conf));
    Files.write(conf, new byte[] {(byte) 0xff, 1, 2});
    damaged(conf, 0);
    Files.write(conf, new byte[0]);
    damaged(conf, 0);
  }

  private void damaged(Path file, long offset) {
    LogDamagedException e = assertThrows(LogDamagedException.class, () -> LogVerifier.verify(log));
    assertEquals(file.toString(), e.file(), e.getMessage());
    assertEquals(offset, e.offset(), e.getMessage());
  }

  private void assertTornAndCut(Path file, long offset) throws IOException {
    LogSummary torn = LogVerifier.verify(log);
    assertEquals(Optional.of(new LogSummary.Tear(file, offset)), torn.tear());
    LogVerifier.cut(torn.tear().get());
    LogSummary whole = LogVerifier.verify(log);
    assertEquals(Optional.empty(), whole.tear());
    assertEquals(torn.last(), whole.last());
    assertEquals(offset, Files.size(file));
  }

  private List<LogSegmentFile> closed() throws IOException {
    return LogDirectory.scan(log).stream().filter(segment -> !segment.isOpen()).toList();
  }

  private LogSegmentFile open() throws IOException {
    return LogDirectory.scan(log).getLast();
  }

  private static long recordOffset(Path file, int number) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int offset = 8;
    for (int i = 0; i < number; i++) {
      offset = LogRecord.read(bytes, offset).orElseThrow().endOffset();
    }
    return offset;
  }

  private static int records(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int count = 0;
    Optional<LogRecord> record = LogRecord.read(bytes, 8);
    for (; record.isPresent(); count++) {
      record = LogRecord.read(bytes, record.get().endOffset());
    }
    return count;
  }

  /** Number of the last record that has a payload; what follows it is removed. */
  private static int largeRecord(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    for (int i = records(file) - 1; i >= 0; i--) {
      int offset = (int) recordOffset(file, i);
      int end = LogRecord.read(bytes, offset).orElseThrow().endOffset();
      if (end - offset > PAYLOAD_BYTES) {
        overwrite(file, end, new byte[bytes.limit() - end]);
        return i;
      }
    }
    throw new AssertionError("no record with a payload in " + file);
  }

  private static void flip(Path file, long offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) offset] ^= 0x10;
    Files.write(file, bytes);
  }

  private static void overwrite(Path file, long offset, byte[] bytes) throws IOException {
    try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
      random.seek(offset);
      random.write(bytes);
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
      random.setLength(size);
    }
  }

  @Test
  void aCutLogIsOpenedByRatisAgain() throws Exception {
    Path storage = temp.resolve("storage");
    Path current;
    try (RatisLog ratisLog = new RatisLog(storage, SEGMENT_BYTES)) {
      long last = ratisLog.append(PAYLOAD_BYTES);
      current = ratisLog.directory();
      assertTrue(last > 0);
    }
    Path file = LogDirectory.scan(current).getLast().file();
    int last = largeRecord(file);
    long offset = recordOffset(file, last);
    overwrite(file, offset + 600, new byte[(int) (Files.size(file) - offset - 600)]);
    LogVerifier.cut(LogVerifier.verify(current).tear().orElseThrow());
    TermIndex before = LogVerifier.verify(current).last();
    try (RatisLog ratisLog = new RatisLog(storage, SEGMENT_BYTES)) {
      assertTrue(ratisLog.append(1) > before.index());
    }
  }
}
