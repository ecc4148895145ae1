package io.quorate.client;

import java.util.Optional;

/** What a key holds, and how fresh that is. */
public record GetResult(Optional<KeyValue> kv, Evidence evidence) {

  public boolean found() {
    return kv.isPresent();
  }

  public Optional<Bytes> value() {
    return kv.map(KeyValue::value);
  }

  public Optional<String> valueString() {
    return kv.map(KeyValue::valueString);
  }
}
