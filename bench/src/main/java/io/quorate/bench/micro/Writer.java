package io.quorate.bench.micro;

import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Proposed;
import java.util.ArrayList;
import java.util.function.Supplier;

/** Packs one client's puts into entries, as the leader does. */
final class Writer {
  /** Of all entries: cluster time stands still, so that nothing expires. */
  static final long TIME_MS = 1_800_000_000_000L;

  private final long sessionId;
  private final Sequences sequences = new Sequences();

  Writer(long sessionId) {
    this.sessionId = sessionId;
  }

  Entry next(int count, Supplier<Command.Put> puts) {
    var first = sequences.begin(count);
    var commands = new ArrayList<Proposed>(count);
    for (var i = 0; i < count; i++) {
      commands.add(new Proposed(sessionId, first + i, sequences.acknowledged(), puts.get()));
    }
    return new Entry(TIME_MS, TIME_MS, commands);
  }
}
