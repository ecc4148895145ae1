package io.quorate.client;

import java.util.List;
import java.util.Optional;

/**
 * What several keys hold in one state.
 *
 * @param kvs in the order in which the keys were given; empty where there is no such key
 */
public record MultiGetResult(List<Optional<KeyValue>> kvs, Evidence evidence) {
  public MultiGetResult {
    kvs = List.copyOf(kvs);
  }
}
