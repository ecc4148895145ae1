package io.quorate.kv;

import io.quorate.command.Bytes;
import io.quorate.command.KeyValue;
import java.util.List;

/**
 * A part of a range, in key order.
 *
 * @param resume the key to start the next part at; empty = nothing more is there
 */
public record ScanSlice(List<KeyValue> records, Bytes resume) {
  public ScanSlice {
    records = List.copyOf(records);
  }
}
