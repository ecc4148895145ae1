package io.quorate.client;

import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A scan of one pinned state, fetched as it is consumed: at most two pages are held in memory. For
 * one thread; close it, or read it to its end, to release the state on the node.
 */
public interface ScanCursor extends Iterable<KeyValue>, AutoCloseable {

  /**
   * The one iterator of this cursor. {@code hasNext} blocks until the next page has come.
   *
   * @throws QuorateException from {@code hasNext} when the scan broke off; {@link
   *     PageExpiredException} when the node that pinned the state was lost after pairs had been
   *     delivered
   */
  @Override
  Iterator<KeyValue> iterator();

  /** Of the state that is scanned; blocks until the first page has come. */
  Evidence evidence();

  default Stream<KeyValue> stream() {
    return StreamSupport.stream(spliterator(), false).onClose(this::close);
  }

  @Override
  void close();
}
