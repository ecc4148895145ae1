package io.quorate.bench.micro;

import io.quorate.store.Batch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of an operation in the session table: {@code answer}, which drops what the client has
 * acknowledged, and {@code record}, with an empty batch for each entry to collect it in. The
 * session is in the table's memory and the batch is given up, so RocksDB has no part in it; neither
 * have the put itself, the encoding of its result, and the digest of what was recorded.
 */
@State(Scope.Benchmark)
@Threads(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class SessionBench {
  private final SessionWrites session = new SessionWrites();

  @TearDown
  public void close() {
    session.close();
  }

  @Benchmark
  @OperationsPerInvocation(1)
  public Batch answerAndRecord1() {
    return answerAndRecord(1);
  }

  @Benchmark
  @OperationsPerInvocation(75)
  public Batch answerAndRecord75() {
    return answerAndRecord(75);
  }

  @Benchmark
  @OperationsPerInvocation(256)
  public Batch answerAndRecord256() {
    return answerAndRecord(256);
  }

  private Batch answerAndRecord(int operations) {
    var batch = session.batch();
    session.answerAndRecord(operations, batch);
    return batch;
  }
}
