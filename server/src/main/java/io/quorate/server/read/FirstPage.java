package io.quorate.server.read;

import io.quorate.command.Bytes;
import io.quorate.kv.ScanSlice;
import io.quorate.proto.v1.Evidence;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ScanPage;

/**
 * The part of a scan that waits for its basis: the first page. What follows is of the same state
 * when it is pinned.
 */
abstract class FirstPage<T> implements Reading<ScanSlice, T> {
  final ScanRange range;
  private final Bytes from;
  private final PageTable pages;

  private FirstPage(ScanRange range, Bytes from, PageTable pages) {
    this.range = range;
    this.from = from;
    this.pages = pages;
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public ScanSlice read(TakenView taken) {
    return range.read(taken.view(), from);
  }

  PageTable.Pin pin(TakenView taken, Evidence evidence) {
    PageTable.Pin pin = pages.pin(taken.view(), taken.generation(), evidence);
    taken.keep();
    return pin;
  }

  /**
   * One page of Kv.Read. Unpinned, the next one is of the state that there is then: its own
   * evidence says which.
   */
  static final class OfRead extends FirstPage<ReadReply> {
    private final boolean pinned;

    OfRead(ScanRange range, Bytes from, boolean pinned, PageTable pages) {
      super(range, from, pages);
      this.pinned = pinned;
    }

    @Override
    public ReadReply finish(ScanSlice slice, TakenView taken, Evidence evidence) {
      ScanPage.Builder page = ScanRange.page(slice);
      if (!slice.resume().isEmpty()) {
        PageToken next =
            pinned
                ? pin(taken, evidence).token(range, slice.resume())
                : PageToken.unpinned(range, slice.resume());
        page.setNextPage(next.encode());
      }
      return ReadReply.newBuilder().setScan(page).setEvidence(evidence).build();
    }
  }

  /** The beginning of Kv.Scan. */
  static final class OfStream extends FirstPage<Reads.PinnedScan> {
    private final ReadFailures failures;

    OfStream(ScanRange range, PageTable pages, ReadFailures failures) {
      super(range, range.start(), pages);
      this.failures = failures;
    }

    @Override
    public Reads.PinnedScan finish(ScanSlice slice, TakenView taken, Evidence evidence) {
      return slice.resume().isEmpty() || slice.records().size() == range.limit()
          ? new StreamedScan(range, slice, evidence, null, failures)
          : new StreamedScan(range, slice, evidence, pin(taken, evidence), failures);
    }
  }
}
