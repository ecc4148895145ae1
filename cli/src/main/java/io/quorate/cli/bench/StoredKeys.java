package io.quorate.cli.bench;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.bench.load.Keys;
import io.quorate.client.Bytes;
import io.quorate.client.Kv;
import io.quorate.client.QuorateException;
import io.quorate.client.ScanOptions;
import java.util.function.Consumer;

/**
 * The keys of a run as the cluster has them. Closing it deletes them, unless they are to be kept:
 * because somebody said so, or because all were there before, left by an earlier run for this one.
 */
final class StoredKeys implements AutoCloseable {
  /** Deleted by one call, which its time-out bounds. */
  private static final int CHUNK = 5_000;

  private static final String REST =
      "delete what is left with: quorate kv delete --prefix " + Order.PREFIX;

  private final Kv kv;
  private final Keys keys;
  private final boolean complete;
  private final boolean keep;
  private final Interruption interruption;
  private final Consumer<String> note;

  /** Looks for them; {@code note} is told what happens, for people. */
  StoredKeys(Kv kv, Order order, Interruption interruption, Consumer<String> note) {
    this.kv = kv;
    this.keys = order.plan().keys();
    this.interruption = interruption;
    this.note = note;
    complete = areAllThere() && haveValuesOf(order.plan().valueSize());
    keep = order.keep() || complete;
  }

  /** All were there before, with values of the size that is asked for. */
  boolean areComplete() {
    return complete;
  }

  private boolean areAllThere() {
    var next = 0;
    try (var cursor = kv.scan(ScanOptions.range(key(0), key(keys.count())).withKeysOnly())) {
      for (var pair : cursor) {
        if (!pair.key().equals(key(next))) return false;
        next++;
      }
    }
    return next == keys.count();
  }

  /** They were put by one run, so the first and the last tell for all. */
  private boolean haveValuesOf(int size) {
    return hasValueOf(size, 0) && hasValueOf(size, keys.count() - 1);
  }

  private boolean hasValueOf(int size, int number) {
    return kv.get(key(number)).value().filter(value -> value.size() == size).isPresent();
  }

  private Bytes key(int number) {
    return Bytes.of(keys.key(number));
  }

  @Override
  public void close() {
    if (keep) return;
    note.accept("deleting the keys");
    try {
      delete();
    } catch (QuorateException e) {
      // After an interruption there is nobody left to throw to.
      if (interruption.isAsked()) note.accept(e.getMessage() + "; " + REST);
      else throw CommandFailure.of(e).within("not all keys could be deleted: ", REST);
    }
  }

  private void delete() {
    for (var from = 0; from < keys.count(); from += CHUNK) {
      if (interruption.isOverdue()) {
        note.accept("there was no time to delete all keys; " + REST);
        return;
      }
      var _ = kv.deleteRange(key(from), key(Math.min(from + CHUNK, keys.count())));
    }
  }
}
