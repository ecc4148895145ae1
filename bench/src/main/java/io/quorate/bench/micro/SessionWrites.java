package io.quorate.bench.micro;

import io.quorate.cluster.Settings;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Proposed;
import io.quorate.command.Result;
import io.quorate.command.ResultCodec;
import io.quorate.proto.v1.OperationResult;
import io.quorate.session.SessionLimits;
import io.quorate.session.SessionTable;
import io.quorate.store.Batch;
import io.quorate.store.RecordHasher;
import io.quorate.store.RocksStore;
import io.quorate.store.StateDirectory;

/**
 * A session table with one session, on a store that holds nothing else, and batches to write to.
 */
final class SessionWrites implements AutoCloseable {
  private static final long SESSION = 4096;
  private static final SessionLimits LIMITS =
      new SessionLimits(
          Settings.DEFAULT.sessionTtlMs(),
          Settings.DEFAULT.sessionMaxResults(),
          Settings.DEFAULT.sessionMaxBytes());

  /** Of a put, as the table is given it. */
  private static final OperationResult RESULT =
      ResultCodec.encode(new Result.PutDone(7, 123_456, null));

  private final TemporaryFolder folder = TemporaryFolder.create();
  private final RocksStore store = new StateDirectory(folder.path()).open(ServerDefaults.store());
  private final RecordHasher hasher = new RecordHasher();
  private final SessionTable table = new SessionTable((session, kind, sequence, batch) -> {});
  private final Sequences sequences = new Sequences();
  private final Command command = new Command.Noop();
  private long index;

  SessionWrites() {
    var batch = batch();
    var _ = table.open(new Command.OpenSession("micro"), SESSION, batch, LIMITS);
    write(batch);
  }

  RocksStore store() {
    return store;
  }

  /** Of the next entry. */
  Batch batch() {
    return new Batch(store, LoadedEngine.TERM, ++index, Writer.TIME_MS, Writer.TIME_MS, hasher);
  }

  /** Lets so many operations pass, and records the results of puts. */
  void answerAndRecord(int operations, Batch batch) {
    table.beginEntry(Entry.VERSION);
    var first = sequences.begin(operations);
    for (var i = 0; i < operations; i++) {
      var proposed = new Proposed(SESSION, first + i, sequences.acknowledged(), command);
      if (table.answer(proposed, batch, LIMITS).isPresent()) {
        throw new IllegalStateException("sequence " + (first + i) + " was not let pass");
      }
      table.record(proposed, RESULT, batch);
    }
    table.endEntry(batch);
  }

  void write(Batch batch) {
    var _ = store.write(batch);
  }

  @Override
  public void close() {
    store.close();
    folder.close();
  }
}
