package io.quorate.bench.micro;

import io.quorate.client.QuorateClient;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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

/**
 * The time of a put in the Java client, from {@code AsyncKv.put} to its future: message, session,
 * packing into frames with what else waits, gRPC, loopback and back, with so many callers of one
 * client. The only node answers a frame at once, so the callers fall in step and a frame holds the
 * puts of all; the time is that of a round trip, the node's work in it, divided by them.
 *
 * <p>What the client alone costs is {@code clientMicros}, processor time of its thread, divided by
 * {@code puts}. What packs is not public, so it is not measured apart from the rest; and what is
 * found by a profiler of the whole process holds the node's part too.
 */
@State(Scope.Benchmark)
@Threads(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(2)
public class ClientBench {
  private static final int ROUND = 256;

  @Param({"1", "64", "256"})
  public int callers;

  private final AnsweringNode node = new AnsweringNode();
  private final QuorateClient client =
      QuorateClient.builder().endpoints(node.address()).callbacks(Runnable::run).build();
  private final Callers loop = new Callers(client.kv().async(), ROUND);
  private long clientNanos;

  /** Sums of all iterations. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Sums {
    public long puts;
    public long frames;
    public double clientMicros;
  }

  @Setup
  public void start() {
    loop.start(callers);
  }

  @Setup(Level.Iteration)
  public void beginAnew() {
    loop.beginAnew();
    clientNanos = loop.clientNanos();
    var _ = node.takeFrames();
  }

  @TearDown
  public void close() {
    loop.stop();
    client.close();
    node.close();
  }

  @Benchmark
  @OperationsPerInvocation(ROUND)
  public void put(Sums sums) throws InterruptedException {
    loop.awaitRound();
    var before = clientNanos;
    clientNanos = loop.clientNanos();
    sums.clientMicros += (clientNanos - before) / 1e3;
    sums.frames += node.takeFrames();
    sums.puts += ROUND;
  }
}
