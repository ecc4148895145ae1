package io.quorate.cli.bench.load;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a run has shown. */
public final class Report {
  private final Ended ended;
  private final List<Kind> kinds;
  private final Totals inTime;
  private final Totals late;
  private final long unfinished;
  private final boolean warmUpOnly;
  private final List<Second> perSecond;

  Report(
      Ended ended,
      List<Kind> kinds,
      Totals inTime,
      Totals late,
      long unfinished,
      boolean warmUpOnly,
      List<Second> perSecond) {
    this.ended = ended;
    this.kinds = kinds;
    this.inTime = inTime;
    this.late = late;
    this.unfinished = unfinished;
    this.warmUpOnly = warmUpOnly;
    this.perSecond = List.copyOf(perSecond);
  }

  public Ended ended() {
    return ended;
  }

  /** It did not last as long as it should have, or the store was gone at its end. */
  public boolean partial() {
    return ended != Ended.DONE;
  }

  /** It ended before the warm-up did: all figures are those of the warm-up. */
  public boolean warmUpOnly() {
    return warmUpOnly;
  }

  public List<Kind> kinds() {
    return kinds;
  }

  /** How long was measured. */
  public double seconds() {
    return inTime.nanos() / 1e9;
  }

  /** Operations that succeeded within that time. */
  public long operations() {
    return kinds.stream().mapToLong(this::operations).sum();
  }

  public long operations(Kind kind) {
    return inTime.operations(kind);
  }

  public double opsPerSecond() {
    return rate(operations());
  }

  public double opsPerSecond(Kind kind) {
    return rate(operations(kind));
  }

  private double rate(long operations) {
    return inTime.nanos() > 0 ? operations / seconds() : 0;
  }

  /** Operations that were in flight at the end of that time and succeeded after it. */
  public long late() {
    return kinds.stream().mapToLong(late::operations).sum();
  }

  /** Of all that succeeded, late or not; empty when none did. */
  public Optional<Latency> latency() {
    return Latency.of(
        inTime.latencies(Kind.PUT),
        inTime.latencies(Kind.GET),
        late.latencies(Kind.PUT),
        late.latencies(Kind.GET));
  }

  public Optional<Latency> latency(Kind kind) {
    return Latency.of(inTime.latencies(kind), late.latencies(kind));
  }

  /** Operations that failed, late or not, those of unknown outcome included. */
  public long errors() {
    return count(failed -> true);
  }

  public long errors(Kind kind) {
    return count(failed -> failed.kind() == kind);
  }

  /** Puts that failed and may have happened nevertheless. */
  public long unknown() {
    return count(Failed::unknown);
  }

  private long count(Predicate<Failed> wanted) {
    var all = 0L;
    for (var totals : List.of(inTime, late)) {
      for (var failure : totals.failures().entrySet()) {
        if (wanted.test(failure.getKey())) all += failure.getValue();
      }
    }
    return all;
  }

  public Map<String, Long> errorsByCode() {
    var byCode = new TreeMap<String, Long>();
    for (var totals : List.of(inTime, late)) {
      totals.failures().forEach((failed, count) -> byCode.merge(failed.code(), count, Long::sum));
    }
    return byCode;
  }

  /**
   * Operations of an open loop that were due and not sent: too many were outstanding, or the
   * generator was late.
   */
  public long notSent() {
    return inTime.notSent() + late.notSent();
  }

  /** Operations that were never answered in any way. */
  public long unfinished() {
    return unfinished;
  }

  /** All seconds, the warm-up included. */
  public List<Second> perSecond() {
    return perSecond;
  }
}
