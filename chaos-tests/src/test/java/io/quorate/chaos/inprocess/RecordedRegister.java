package io.quorate.chaos.inprocess;

import io.quorate.chaos.Await;
import io.quorate.history.Completion;
import io.quorate.history.History;
import io.quorate.history.Operation;
import io.quorate.history.Recorded;
import io.quorate.history.Recorder;
import io.quorate.history.RecorderOptions;
import io.quorate.history.check.Initial;
import io.quorate.history.check.LinearizableRegisters;
import io.quorate.history.check.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.protocol.RaftClientReply;

/**
 * The register as its clients see it, recorded: the writes, Ratis' own linearizable reads, and
 * ours. The checker judges each way to read together with all writes.
 */
final class RecordedRegister implements AutoCloseable {
  private static final String KEY = "register";

  /** Reads come as fast as one thread can ask: none may be lost because the disk is slower. */
  private static final RecorderOptions PATIENT = RecorderOptions.DEFAULTS.withCapacity(1 << 20);

  private final Path folder;
  private final Recorder writes;
  private final Recorder ratisReads;
  private final Recorder ourReads;
  private final AtomicInteger open = new AtomicInteger();

  /** Records to three new files in {@code folder}. */
  RecordedRegister(Path folder) throws IOException {
    this.folder = folder;
    this.writes = Recorder.open(file("writes"), "", PATIENT);
    this.ratisReads = Recorder.open(file("ratis-reads"), "", PATIENT);
    this.ourReads = Recorder.open(file("our-reads"), "", PATIENT);
  }

  private Path file(String part) {
    return folder.resolve(part + ".jsonl");
  }

  /** Whether it was acknowledged; otherwise it may take effect all the same. */
  boolean write(InJvmServer server, String value, Duration timeout) throws InterruptedException {
    var write = writes.invoke(Operation.WRITE, KEY, value);
    var acknowledged = reply(server.write(value), timeout).isPresent();
    if (acknowledged) {
      write.ok(Completion.NONE);
    } else {
      write.info();
    }
    return acknowledged;
  }

  /** By Ratis itself; not to be answered is right as well. */
  void ratisRead(InJvmServer server, Duration timeout) throws InterruptedException {
    var read = ratisReads.invoke(Operation.READ, KEY, null);
    reply(server.ratisRead(), timeout)
        .map(reply -> reply.getMessage().getContent().toStringUtf8())
        .ifPresentOrElse(value -> answered(read, value), read::fail);
  }

  /** By our read index; fails as the reader does. */
  CompletableFuture<String> ourRead(OurReader reader) {
    var read = ourReads.invoke(Operation.READ, KEY, null);
    open.incrementAndGet();
    return reader
        .read()
        .whenComplete(
            (value, failure) -> {
              if (failure == null) {
                answered(read, value);
              } else {
                read.fail();
              }
              open.decrementAndGet();
            });
  }

  private static void answered(Recorded read, String value) {
    // The state machine begins with an empty text, a history with an absent key.
    read.ok(value.isEmpty() ? null : value, Completion.NONE);
  }

  private static Optional<RaftClientReply> reply(
      CompletableFuture<RaftClientReply> call, Duration timeout) throws InterruptedException {
    try {
      return Optional.of(call.get(timeout.toMillis(), TimeUnit.MILLISECONDS))
          .filter(RaftClientReply::isSuccess);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  /** What the checker says of Ratis' reads, once this is closed. */
  Report judgeRatisReads() throws IOException {
    return judge("ratis-reads");
  }

  /** What it says of ours. */
  Report judgeOurReads() throws IOException {
    return judge("our-reads");
  }

  private Report judge(String reads) throws IOException {
    var history = History.read(file("writes"), file(reads));
    return new LinearizableRegisters(Initial.ABSENT).check(history);
  }

  /** Waits for our reads, which end with their rounds at the latest. */
  @Override
  public void close() throws IOException {
    Await.until(
        "all reads have ended",
        Duration.ofSeconds(10),
        () -> open.get() == 0,
        () -> open.get() + " are open");
    writes.close();
    ratisReads.close();
    ourReads.close();
  }
}
