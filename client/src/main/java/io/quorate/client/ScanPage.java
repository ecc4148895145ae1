package io.quorate.client;

import java.util.List;
import java.util.Optional;

/**
 * One page of a scan.
 *
 * @param next token of the next page of the same pinned state, valid for 60 s (the node's {@code
 *     reads.pinned_rest}) on the node that gave it; empty = this was the last
 */
public record ScanPage(List<KeyValue> kvs, Optional<String> next, Evidence evidence) {
  public ScanPage {
    kvs = List.copyOf(kvs);
  }
}
