package io.quorate.bench.micro;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.EntryCodec;
import io.quorate.command.OperationCodec;
import io.quorate.command.Result;
import io.quorate.command.ResultCodec;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.OperationResult;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of a put in the codecs: its entry into the log ({@code encode…}) and out of it ({@code
 * decode…}), its operation out of the request that gRPC has read ({@code operation}), its result
 * into the message ({@code result}) whose bytes are made later, where it is stored and where it is
 * sent.
 */
@State(Scope.Benchmark)
@Threads(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class CodecBench {
  private final Puts puts = new Puts();
  private final Writer writer = new Writer(4096);

  private final Ring<Entry> entries1 = entries(1);
  private final Ring<Entry> entries75 = entries(75);
  private final Ring<Entry> entries256 = entries(256);
  private final Ring<byte[]> log1 = log(1);
  private final Ring<byte[]> log75 = log(75);
  private final Ring<byte[]> log256 = log(256);
  private final Ring<Operation> operations = new Ring<>(() -> sent(puts.next()));
  private final Ring<Result> results = new Ring<>(() -> new Result.PutDone(7, 123_456, null));

  private Ring<Entry> entries(int count) {
    return new Ring<>(() -> writer.next(count, puts::next));
  }

  private Ring<byte[]> log(int count) {
    return new Ring<>(() -> EntryCodec.encode(writer.next(count, puts::next)));
  }

  /** As gRPC makes it of a request's bytes. */
  private static Operation sent(Command.Put put) {
    try {
      return Operation.parseFrom(OperationCodec.encode(put).toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Benchmark
  @OperationsPerInvocation(1)
  public byte[] encode1() {
    return EntryCodec.encode(entries1.next());
  }

  @Benchmark
  @OperationsPerInvocation(75)
  public byte[] encode75() {
    return EntryCodec.encode(entries75.next());
  }

  @Benchmark
  @OperationsPerInvocation(256)
  public byte[] encode256() {
    return EntryCodec.encode(entries256.next());
  }

  @Benchmark
  @OperationsPerInvocation(1)
  public Entry decode1() {
    return EntryCodec.decode(log1.next());
  }

  @Benchmark
  @OperationsPerInvocation(75)
  public Entry decode75() {
    return EntryCodec.decode(log75.next());
  }

  @Benchmark
  @OperationsPerInvocation(256)
  public Entry decode256() {
    return EntryCodec.decode(log256.next());
  }

  @Benchmark
  public Command.Operation operation() {
    return OperationCodec.decode(operations.next());
  }

  @Benchmark
  public OperationResult result() {
    return ResultCodec.encode(results.next());
  }
}
