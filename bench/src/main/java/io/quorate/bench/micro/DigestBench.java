package io.quorate.bench.micro;

import io.quorate.command.Command;
import io.quorate.command.KeyValue;
import io.quorate.digest.Digest;
import io.quorate.kv.KvEffects;
import io.quorate.kv.KvHeaders;
import io.quorate.kv.KvSpace;
import io.quorate.store.Batch;
import io.quorate.store.Hash128;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * The time of the digest for an entry: {@code Digest.update} on the batch of 75 puts that replace
 * keys ({@code update75}), and on one with the session's results too, 75 recorded and 75 dropped
 * ({@code updateWithSession75}); and the {@code root}, which is made once for every entry. Not
 * measured: hashing the values, which happens where a record is made.
 *
 * <p>The same batch is taken in again and again, which makes the sums wrong and no work less.
 */
@State(Scope.Benchmark)
@Threads(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class DigestBench {
  private static final int PUTS = 75;

  private final SessionWrites session = new SessionWrites();
  private final Puts puts = new Puts();
  private final List<Command.Put> chosen = Stream.generate(puts::next).limit(PUTS).toList();
  private final Digest digest = Digest.load(session.store());
  private final Batch replacing;
  private final Batch replacingWithSession;

  public DigestBench() {
    for (var entry = 0; entry < 2; entry++) {
      var first = session.batch();
      session.answerAndRecord(PUTS, first);
      putTo(first);
      session.write(first);
    }
    replacing = session.batch();
    putTo(replacing);
    replacingWithSession = session.batch();
    session.answerAndRecord(PUTS, replacingWithSession);
    putTo(replacingWithSession);
  }

  private void putTo(Batch batch) {
    var space = new KvSpace(batch, new KvHeaders(), new NoEffects());
    for (var put : chosen) {
      var _ = space.put(put);
    }
  }

  @TearDown
  public void close() {
    session.close();
  }

  @Benchmark
  public void update75() {
    digest.update(replacing);
  }

  @Benchmark
  public void updateWithSession75() {
    digest.update(replacingWithSession);
  }

  @Benchmark
  public Hash128 root() {
    return digest.root();
  }

  /** There are no leases, and no change log. */
  private static final class NoEffects implements KvEffects {
    @Override
    public boolean leaseAlive(long leaseId) {
      return false;
    }

    @Override
    public void put(KeyValue record, long previousLeaseId) {}

    @Override
    public void deleted(KeyValue record) {}
  }
}
