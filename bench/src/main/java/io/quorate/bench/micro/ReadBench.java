package io.quorate.bench.micro;

import io.quorate.command.Bytes;
import io.quorate.command.KeyValue;
import io.quorate.engine.View;
import io.quorate.kv.ScanSlice;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads by {@code KvQuery} from a view of 100,000 keys that lie in files, most of them in the block
 * cache: a random key from a view that is open ({@code get}) and from one opened for it ({@code
 * viewAndGet}, as the server does for every read), and pages of 1,000 keys, all of the state one
 * after the other ({@code page}, and {@code pageOfKeys} without values). Not measured: what
 * consistency costs ({@link BarrierBench} does), replies, writes beside the reads.
 */
@State(Scope.Benchmark)
@Threads(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ReadBench {
  private static final int PAGE_KEYS = 1_000;
  private static final long PAGE_BYTES = 1 << 20;

  private final Puts puts = new Puts();
  private final LoadedEngine engine = new LoadedEngine(puts);
  private final View view = engine.engine().view();
  private Bytes start = Bytes.EMPTY;

  @TearDown
  public void close() {
    view.close();
    engine.close();
  }

  @Benchmark
  public Optional<KeyValue> get() {
    return view.get(puts.key());
  }

  @Benchmark
  public Optional<KeyValue> viewAndGet() {
    try (var opened = engine.engine().view()) {
      return opened.get(puts.key());
    }
  }

  @Benchmark
  public ScanSlice page() {
    return page(false);
  }

  @Benchmark
  public ScanSlice pageOfKeys() {
    return page(true);
  }

  private ScanSlice page(boolean keysOnly) {
    var page = view.scan(start, Bytes.EMPTY, PAGE_KEYS, PAGE_BYTES, keysOnly);
    start = page.resume();
    return page;
  }
}
