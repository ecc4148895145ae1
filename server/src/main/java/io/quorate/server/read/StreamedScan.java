package io.quorate.server.read;

import io.quorate.kv.ScanSlice;
import io.quorate.proto.v1.Evidence;
import io.quorate.proto.v1.ScanPage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A range streamed from one pinned state. Its pages carry tokens that pin nothing: with one of them
 * a reader whose stream broke goes on from there, on whatever the state is then.
 */
final class StreamedScan implements Reads.PinnedScan {
  private final ScanRange range;
  private final Evidence evidence;
  private final PageTable.@Nullable Pin pin;
  private final ReadFailures failures;
  private boolean first = true; // the first page has been read and not yet handed out
  private ScanSlice last;
  private int remaining;

  /**
   * @param pin null when the first page is the last
   */
  StreamedScan(
      ScanRange range,
      ScanSlice firstPage,
      Evidence evidence,
      PageTable.@Nullable Pin pin,
      ReadFailures failures) {
    this.range = range;
    this.evidence = evidence;
    this.pin = pin;
    this.failures = failures;
    this.last = firstPage;
    this.remaining = range.limit();
  }

  @Override
  public ScanPage next() {
    if (!first) {
      checkNotEnded();
      last = failures.translate(this::readOn);
    }
    first = false;
    remaining -= last.records().size();
    ScanPage.Builder page = ScanRange.page(last).setEvidence(evidence);
    if (isLast()) {
      close();
    } else {
      page.setNextPage(PageToken.unpinned(range, last.resume()).encode());
    }
    return page.build();
  }

  private void checkNotEnded() {
    if (isLast()) {
      throw new IllegalStateException("the scan has ended");
    }
  }

  private ScanSlice readOn() {
    PageTable.Pin pinned = Objects.requireNonNull(pin, "the first page was the last");
    return pinned.read(view -> range.read(view, last.resume(), Math.max(0, remaining)));
  }

  private boolean isLast() {
    return last.resume().isEmpty() || (range.limit() > 0 && remaining <= 0);
  }

  @Override
  public void close() {
    if (pin != null) {
      pin.close();
    }
  }
}
