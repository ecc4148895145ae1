package io.quorate.bench.micro;

import io.quorate.command.Applied;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.EntryCodec;
import io.quorate.command.Result;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The time of a put in {@code Engine.apply}: the key's record, the session's result, the change log
 * and the digest, written to RocksDB as one batch per entry. {@code leader…} has the entry as an
 * object, which takes some ten nanoseconds a put to make; {@code follower…} has its bytes and
 * decodes them too.
 *
 * <p>RocksDB flushes and compacts meanwhile, on threads of its own: on few processors that slows
 * down what is measured, as it does in a server. Not measured: Raft, its log and fsync, how results
 * find their callers.
 */
@State(Scope.Benchmark)
@Threads(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(2)
public class ApplyBench {
  /**
   * Changes kept. The server keeps a million unless told otherwise; so few that the log is full
   * from the beginning, and trimmed all the time as it is in a node that is not new.
   */
  @Param("100000")
  public long changes;

  private final Puts puts = new Puts();
  private final LoadedEngine engine = new LoadedEngine(puts);
  private final Writer writer = new Writer(engine.sessionId());

  @Setup
  public void limitChanges() {
    var _ = engine.apply(new Command.Configure(changes, 0, 0, 0, 0, 0));
  }

  @TearDown
  public void close() {
    engine.close();
  }

  /** What is in the log of a follower. */
  @State(Scope.Benchmark)
  public static class Log {
    private final EncodedEntries entries = new EncodedEntries();

    @Setup
    public void fill(ApplyBench bench, BenchmarkParams params) {
      entries.fill(bench.engine.sessionId(), params.getOpsPerInvocation(), new Puts());
    }
  }

  @Benchmark
  @OperationsPerInvocation(1)
  public List<Applied> leader1() {
    return apply(writer.next(1, puts::next));
  }

  @Benchmark
  @OperationsPerInvocation(75)
  public List<Applied> leader75() {
    return apply(writer.next(75, puts::next));
  }

  @Benchmark
  @OperationsPerInvocation(256)
  public List<Applied> leader256() {
    return apply(writer.next(256, puts::next));
  }

  @Benchmark
  @OperationsPerInvocation(1)
  public List<Applied> follower1(Log log) {
    return apply(EntryCodec.decode(log.entries.next()));
  }

  @Benchmark
  @OperationsPerInvocation(75)
  public List<Applied> follower75(Log log) {
    return apply(EntryCodec.decode(log.entries.next()));
  }

  @Benchmark
  @OperationsPerInvocation(256)
  public List<Applied> follower256(Log log) {
    return apply(EntryCodec.decode(log.entries.next()));
  }

  private List<Applied> apply(Entry entry) {
    var applied = engine.apply(entry);
    if (!(applied.getLast().result() instanceof Result.PutDone)) {
      throw new IllegalStateException("a put was answered " + applied.getLast());
    }
    return applied;
  }
}
