package io.quorate.cli.drill;

import io.quorate.client.Election;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A picture of what the probe saw: each write as a line as tall as it took (each step of the scale
 * is ten times the one before), the long gaps shaded, and what happened when.
 */
final class Timeline {
  private static final int WIDTH = 960;
  private static final int LEFT = 50;
  private static final int RIGHT = 20;
  private static final int TOP = 84;
  private static final int BOTTOM = 260;
  private static final int HEIGHT = 300;
  private static final int ROWS = 4;
  private static final int ROW_HEIGHT = 18;
  private static final double MOST_DECADES = 4.5; // 1 ms to 30 s
  private static final long BEFORE_NANOS = 1_000_000_000L;
  private static final int SHADED_TIMES_P50 = 5;
  private static final int SHADED_FROM_MS = 30;
  private static final List<Double> STEPS = List.of(0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0);

  private final DrillReport report;
  private final long from;
  private final long to;
  private final long zero;
  private int marks;

  Timeline(DrillReport report) {
    this.report = report;
    zero = report.strikes().getFirst().atNanos();
    from = zero - BEFORE_NANOS;
    to =
        report.measured().probes().stream()
            .mapToLong(Probe::endNanos)
            .max()
            .orElse(zero + BEFORE_NANOS);
  }

  String svg() {
    var parts = new ArrayList<String>();
    axis(parts);
    gaps(parts);
    probes(parts);
    marks(parts);
    return """
    <svg viewBox="0 0 %d %d" role="img" aria-label="What one client saw: the time that each of its writes took, and the gaps between them">
    %s
    </svg>
    <p class="faint">Each line is one write of a client that writes one after the other, as tall as it took (scale: each step ten times longer); red: not acknowledged. Shaded: nothing was acknowledged for unusually long. Seconds since the first strike.</p>
    """
        .formatted(WIDTH, HEIGHT, String.join("\n", parts));
  }

  private void axis(List<String> parts) {
    for (var decade = 0; decade <= MOST_DECADES; decade++) {
      var y = BOTTOM - (BOTTOM - TOP) * decade / MOST_DECADES;
      parts.add(line("axis", LEFT, y, WIDTH - RIGHT, y));
      var label =
          decade < 3 ? (long) Math.pow(10, decade) + " ms" : (long) Math.pow(10, decade - 3) + " s";
      parts.add(text("faint", 4, y + 4, label));
    }
    var seconds = (to - from) / 1e9;
    var step = STEPS.stream().filter(each -> seconds / each <= 14).findFirst().orElse(300.0);
    for (var at = Math.ceil((from - zero) / 1e9 / step) * step; zero + at * 1e9 <= to; at += step) {
      var x = x(zero + Math.round(at * 1e9));
      parts.add(line("axis", x, BOTTOM, x, BOTTOM + 5));
      parts.add(
          text(
              "faint",
              x - 8,
              BOTTOM + 20,
              String.format(Locale.ROOT, step < 1 ? "%.1f" : "%.0f", at + 0.0)));
    }
  }

  private void gaps(List<String> parts) {
    var gaps = report.measured().gaps();
    var shadedFrom = Math.max(SHADED_FROM_MS, SHADED_TIMES_P50 * gaps.p50Ms());
    for (var gap : gaps.all()) {
      var ms = Millis.of(gap.nanos());
      if (ms < shadedFrom) continue;
      var x = x(gap.fromNanos());
      parts.add(
          "<rect class=\"gap\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"><title>%d ms without an acknowledged write</title></rect>"
              .formatted(number(x), TOP, number(x(gap.toNanos()) - x), BOTTOM - TOP, ms));
    }
  }

  private void probes(List<String> parts) {
    for (var probe : report.measured().probes()) {
      if (probe.endNanos() < from) continue;
      var x = x(probe.endNanos());
      var ms = Math.max(1, (probe.endNanos() - probe.invokedNanos()) / 1e6);
      var height = (BOTTOM - TOP) * Math.min(MOST_DECADES, Math.log10(ms) + 0.1) / MOST_DECADES;
      parts.add(line(probe.acknowledged() ? "ok" : "not", x, BOTTOM, x, BOTTOM - height));
    }
  }

  private void marks(List<String> parts) {
    for (var strike : report.strikes()) mark(parts, strike.atNanos(), "fault at " + strike.node());
    for (var election : report.elections().reversed()) elections(parts, election);
    report
        .measured()
        .firstWrites()
        .all()
        .forEach(at -> at.ifPresent(nanos -> mark(parts, nanos, "first write")));
    for (var undone : report.undoneAtNanos()) mark(parts, undone, "undone");
  }

  /** The record's time is that of the new leader being ready, on its own clock. */
  private void elections(List<String> parts, Election election) {
    var ready = report.began().nanos(election.time());
    if (ready < from || ready > to) return;
    if (election.unavailableMs() >= 0 && election.detectedMs() >= 0) {
      var lastSign = ready - election.unavailableMs() * 1_000_000;
      mark(parts, lastSign + election.detectedMs() * 1_000_000, "detected");
    }
    mark(parts, ready, election.to() + " leads");
  }

  private void mark(List<String> parts, long nanos, String what) {
    var x = x(nanos);
    var y = 14 + ROW_HEIGHT * (marks++ % ROWS);
    parts.add(line("mark", x, y + 3, x, BOTTOM));
    var anchor = x > WIDTH * 0.85 ? "end" : "start";
    parts.add(
        "<text class=\"mark\" x=\"%s\" y=\"%d\" text-anchor=\"%s\">%s</text>"
            .formatted(
                number(x + (anchor.equals("end") ? -3 : 3)), y, anchor, ReportHtml.escape(what)));
  }

  private double x(long nanos) {
    var inside = Math.clamp((double) (nanos - from) / (to - from), 0, 1);
    return LEFT + (WIDTH - LEFT - RIGHT) * inside;
  }

  private static String line(String kind, double x1, double y1, double x2, double y2) {
    return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
        .formatted(kind, number(x1), number(y1), number(x2), number(y2));
  }

  private static String text(String kind, double x, double y, String what) {
    return "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
        .formatted(kind, number(x), number(y), ReportHtml.escape(what));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
