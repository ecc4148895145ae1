package io.quorate.engine;

import io.quorate.command.Applied;
import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Precondition;
import io.quorate.command.Proposed;
import io.quorate.command.Result;
import io.quorate.store.StoreOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** An engine with a log that counts by itself: one entry per call, 1 ms apart. */
final class Driver implements AutoCloseable {
  final Engine engine;
  long index;
  long timeMs = 1_000_000;

  Driver(Path folder) {
    engine = Engine.open(folder, StoreOptions.SMALL);
    index = Math.max(0, engine.applied().index());
  }

  List<Applied> entry(Proposed... commands) {
    timeMs++;
    index++;
    return engine.apply(1, index, new Entry(timeMs, timeMs, Arrays.asList(commands)));
  }

  /** The command alone in an entry, without session. */
  Result run(Command command) {
    return entry(Proposed.of(command)).getFirst().result();
  }

  Applied run(long session, long sequence, long acknowledged, Command command) {
    return entry(new Proposed(session, sequence, acknowledged, command)).getFirst();
  }

  long openSession() {
    return ((Result.SessionOpened) run(new Command.OpenSession("test"))).sessionId();
  }

  void put(String key, String value) {
    run(new Command.Put(Bytes.utf8(key), Bytes.utf8(value)));
  }

  static Command.Put put(String key, long leaseId) {
    return new Command.Put(Bytes.utf8(key), Bytes.utf8("v"), Precondition.NONE, leaseId, false);
  }

  static Result.Reason reason(Result result) {
    return ((Result.Rejected) result).reason();
  }

  static boolean reasonIs(Result result, Result.Reason reason) {
    return result instanceof Result.Rejected rejected && rejected.reason() == reason;
  }

  @Override
  public void close() {
    engine.close();
  }
}
