package io.quorate.change;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quorate.command.Bytes;
import io.quorate.proto.v1.Change;
import io.quorate.proto.v1.Changes;
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
   * than asked for, those between have been trimmed, since the state was taken maybe.
   *
   * @param byteBudget stops after the record that reaches it
   */
  public static List<ChangeRecord> from(Reader state, long counter, int limit, long byteBudget) {
    var records = new ArrayList<ChangeRecord>();
    long[] left = {byteBudget};
    // Starting below the first kept one would step over everything that was trimmed.
    long start = Math.max(counter, ChangeLog.load(state).first());
    if (limit > 0) {
      // A record's key is the counter of the last change in it, so the first one found holds
      // `start`.
      state.scan(
          Space.CHANGE,
          Keyspace.change(start),
          Bytes.EMPTY,
          (key, value) -> {
            List<Change> changes = parse(key, value.bytes());
            long first = Keyspace.changeCounter(key) - changes.size() + 1;
            if (!records.isEmpty() && first > records.getLast().counter() + 1) {
              // Files of what has been trimmed meanwhile are gone, and not the oldest first.
              records.clear();
              left[0] = byteBudget;
            }
            for (int i = (int) Math.max(0, start - first); i < changes.size(); i++) {
              records.add(new ChangeRecord(first + i, changes.get(i)));
              left[0] -= changes.get(i).getSerializedSize();
              if (records.size() >= limit || left[0] <= 0) {
                return false;
              }
            }
            return true;
          });
    }
    return records;
  }

  private static List<Change> parse(Bytes key, Bytes stored) {
    try {
      return isSingle(stored)
          ? List.of(Change.parseFrom(stored.array()))
          : Changes.parseFrom(stored.array()).getChangesList();
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptStateException(
          "change " + Keyspace.changeCounter(key) + " cannot be read: " + e.getMessage());
    }
  }

  /** One change alone, as format 1 has it: its index, never 0, comes first. */
  private static boolean isSingle(Bytes stored) {
    return !stored.isEmpty() && stored.array()[0] == Change.INDEX_FIELD_NUMBER << 3;
  }
}
