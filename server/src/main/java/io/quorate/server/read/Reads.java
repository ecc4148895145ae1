package io.quorate.server.read;

import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanPage;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.server.error.Deadline;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Serves reads at the consistency asked for, from this node's own state, with evidence. Failures
 * are RequestExceptions. Any thread.
 */
public interface Reads {
  CompletableFuture<ReadReply> read(ReadRequest request, Deadline deadline);

  /**
   * Gets that ask for the same consistency (their options are equal but for the time-out): they can
   * be answered from one state. Each has its own outcome, in the order of the requests.
   */
  default List<CompletableFuture<ReadReply>> readAll(List<ReadRequest> gets, Deadline deadline) {
    return gets.stream().map(get -> read(get, deadline)).toList();
  }

  /** Opens a pinned scan whose pages are pulled one by one; close it. */
  CompletableFuture<PinnedScan> scan(ScanRequest request, Deadline deadline);

  /** A range being read from one pinned state. Not thread-safe. */
  interface PinnedScan extends AutoCloseable {
    /** The next page; its next_page is empty on the last. */
    ScanPage next();

    @Override
    void close();
  }
}
