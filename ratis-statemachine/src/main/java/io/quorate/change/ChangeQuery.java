package io.quorate.change;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quorate.command.Bytes;
import io.quorate.proto.v1.Change;
import io.quorate.store.CorruptStateException;
import io.quorate.store.Keyspace;
import io.quorate.store.Reader;
import io.quorate.store.Space;
import java.util.ArrayList;
import java.util.List;

/** Reads of the change log. */
public final class ChangeQuery {
  private ChangeQuery() {}

  /**
   * Records from a counter on, in order. Empty when there is none yet; when the first one is later
   * than asked for, those between have been trimmed.
   *
   * @param byteBudget stops after the record that reaches it
   */
  public static List<ChangeRecord> from(Reader state, long counter, int limit, long byteBudget) {
    var records = new ArrayList<ChangeRecord>();
    long[] left = {byteBudget};
    // Starting below the first kept one would step over everything that was trimmed.
    long start = Math.max(counter, ChangeLog.load(state).first());
    if (limit > 0) {
      state.scan(
          Space.CHANGE,
          Keyspace.change(start),
          Bytes.EMPTY,
          (key, value) -> {
            Bytes stored = value.bytes();
            records.add(new ChangeRecord(Keyspace.changeCounter(key), parse(key, stored)));
            left[0] -= stored.size();
            return records.size() < limit && left[0] > 0;
          });
    }
    return records;
  }

  private static Change parse(Bytes key, Bytes stored) {
    try {
      return Change.parseFrom(stored.array());
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptStateException(
          "change " + Keyspace.changeCounter(key) + " cannot be read: " + e.getMessage());
    }
  }
}
