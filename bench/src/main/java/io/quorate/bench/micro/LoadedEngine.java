package io.quorate.bench.micro;

import io.quorate.command.Applied;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Proposed;
import io.quorate.command.Result;
import io.quorate.engine.Engine;
import io.quorate.server.replication.Periodic;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An engine that holds all keys and one session, in a temporary folder; flushed as {@code
 * StateFlusher} of the server does, by a thread of its own.
 */
final class LoadedEngine implements AutoCloseable {
  static final long TERM = 1;
  private static final int LOAD = 250;
  private static final Duration LOOK = Duration.ofMillis(500);

  private final TemporaryFolder folder = TemporaryFolder.create();
  private final Engine engine = Engine.open(folder.path(), ServerDefaults.store());
  private final long sessionId;
  private final Periodic flusher;
  private long index;
  private long lastFlushNanos = System.nanoTime(); // only touched by the flusher

  LoadedEngine(Puts puts) {
    sessionId = ((Result.SessionOpened) apply(new Command.OpenSession("micro"))).sessionId();
    for (var key = 0; key < Puts.KEYS; key += LOAD) {
      var chunk = IntStream.range(key, key + LOAD).mapToObj(puts::to).map(Proposed::of).toList();
      var _ = apply(entry(chunk));
    }
    engine.flush();
    flusher = new Periodic("quorate-flusher", LOOK, this::flushIfDue);
  }

  private void flushIfDue() {
    var settings = ServerDefaults.CONFIG.state();
    if (engine.unflushedBytes() >= settings.flushBytes()
        || System.nanoTime() - lastFlushNanos >= settings.flushInterval().toNanos()) {
      engine.flush();
      lastFlushNanos = System.nanoTime();
    }
  }

  Engine engine() {
    return engine;
  }

  long sessionId() {
    return sessionId;
  }

  Result apply(Command command) {
    return apply(entry(List.of(Proposed.of(command)))).getFirst().result();
  }

  List<Applied> apply(Entry entry) {
    return engine.apply(TERM, ++index, entry);
  }

  private static Entry entry(List<Proposed> commands) {
    return new Entry(Writer.TIME_MS, Writer.TIME_MS, commands);
  }

  @Override
  public void close() {
    flusher.close();
    engine.close();
    folder.close();
  }
}
