package io.quorate.bench.micro;

import com.google.protobuf.UnsafeByteOperations;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.Get;
import io.quorate.proto.v1.ReadIndexReply;
import io.quorate.proto.v1.ReadIndexRequest;
import io.quorate.proto.v1.ReadOptions;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.node.LeaderWatch;
import io.quorate.server.read.PinBounds;
import io.quorate.server.read.ReadIndex;
import io.quorate.server.read.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What consistency costs on the leader of three. {@code round}: {@code ReadIndex} asks two voters,
 * who answer at once, and makes of it the reply to a follower. {@code linearizable}, {@code lease},
 * {@code eventual}: a random key by {@code Reader}, from the request to the reply with its
 * evidence, the round (or the lease, or nothing) in it; less what {@code eventual} takes, the
 * barrier remains. The barrier is not public, so it is not measured alone.
 *
 * <p>{@code shared256}: the time of each of 256 linearizable gets that come together and share two
 * rounds. Voters answer when the last has come, so that the gets go on as under load: on virtual
 * threads, on as many processors as there are.
 *
 * <p>Not measured: links, streams, waiting for an index to be applied.
 */
@State(Scope.Benchmark)
@Threads(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class BarrierBench {
  private static final int TOGETHER = 256;

  /** As a stream of a client serves them. */
  private static final int MOST_TOGETHER = 64;

  private final Puts puts = new Puts();
  private final LoadedEngine engine = new LoadedEngine(puts);
  private final SteadyLeader leader =
      new SteadyLeader(LoadedEngine.TERM, engine.engine().applied().index());
  private final AnsweringLinks links = new AnsweringLinks(LoadedEngine.TERM);
  private final ReadIndex readIndex = new ReadIndex(leader, links);
  private final Reader reader =
      new Reader(
          leader,
          new EngineReplica(engine.engine()),
          links,
          readIndex,
          new LeaderWatch(leader),
          "a",
          new PinBounds(64, ServerDefaults.CONFIG.reads().pinnedRest()),
          corrupt -> {},
          Runnable::run);

  /** Voters who do not answer before they are told to. */
  @State(Scope.Benchmark)
  public static class SlowVoters {
    @Setup
    public void hold(BarrierBench bench) {
      bench.links.hold();
    }
  }

  @TearDown
  public void close() {
    reader.close();
    readIndex.close();
    engine.close();
  }

  @Benchmark
  public ReadIndexReply round() {
    var request = ReadIndexRequest.newBuilder().setConsistency(Consistency.LINEARIZABLE).build();
    return readIndex.answer(request).join();
  }

  @Benchmark
  public ReadReply linearizable() {
    return get(Consistency.LINEARIZABLE).join();
  }

  @Benchmark
  public ReadReply lease() {
    return get(Consistency.LEASE).join();
  }

  @Benchmark
  public ReadReply eventual() {
    return get(Consistency.EVENTUAL).join();
  }

  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  public List<ReadReply> shared256(SlowVoters voters) {
    var gets = new ArrayList<CompletableFuture<ReadReply>>(TOGETHER);
    for (var i = 0; i < TOGETHER; i += MOST_TOGETHER) {
      var requests =
          Stream.generate(() -> request(Consistency.LINEARIZABLE)).limit(MOST_TOGETHER).toList();
      gets.addAll(reader.readAll(requests, Deadline.after(Deadline.DEFAULT)));
    }
    links.answer(); // the round of the first
    links.answer(); // of all others
    return gets.stream().map(CompletableFuture::join).toList();
  }

  private CompletableFuture<ReadReply> get(Consistency consistency) {
    return reader.read(request(consistency), Deadline.after(Deadline.DEFAULT));
  }

  private ReadRequest request(Consistency consistency) {
    return ReadRequest.newBuilder()
        .setOptions(ReadOptions.newBuilder().setConsistency(consistency))
        .setGet(Get.newBuilder().setKey(UnsafeByteOperations.unsafeWrap(puts.key().array())))
        .build();
  }
}
