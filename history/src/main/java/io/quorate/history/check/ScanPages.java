package io.quorate.history.check;

import io.quorate.history.BytesText;
import io.quorate.history.History;
import io.quorate.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/**
 * The pages of one scan (those with the same {@code scan} of the same source) show one state: all
 * were read at the same {@code index}, and their keys ascend from page to page without coming
 * twice.
 */
public final class ScanPages implements Checker {
  @Override
  public String name() {
    return "scan-pages";
  }

  @Override
  public Report check(History history) {
    var report = new Report.Builder(name());
    var scans = new LinkedHashMap<List<String>, List<Operation>>();
    for (var page : history.operations(Operation.SCAN)) {
      var scan = page.details().scan();
      if (page.ok() && scan != null) {
        scans.computeIfAbsent(List.of(page.source(), scan), absent -> new ArrayList<>()).add(page);
      }
    }
    scans.values().forEach(pages -> check(pages, report));
    return report.build();
  }

  private static void check(List<Operation> pages, Report.Builder report) {
    report.looked(pages.size());
    pages.sort(Comparator.comparingLong(Operation::invokedAt));
    var first = pages.get(0);
    var scan = first.details().scan();
    var last = "";
    var lastPage = first;
    for (var page : pages) {
      if (!Objects.equals(page.details().index(), first.details().index())) {
        report.violation(
            new Violation(
                "scan-not-pinned",
                null,
                List.of(first, page),
                "the pages of scan %s on lines %d and %d were read at index %s and %s: the scan mixes two states"
                    .formatted(
                        scan,
                        first.invokeLine(),
                        page.invokeLine(),
                        first.details().index(),
                        page.details().index())));
        return;
      }
      for (var element : page.result() instanceof List<?> keys ? keys : List.of()) {
        var key = String.valueOf(element);
        if (!last.isEmpty() && BytesText.compare(last, key) >= 0) {
          report.violation(
              new Violation(
                  "scan-order",
                  key,
                  List.of(lastPage, page),
                  "scan %s returned %s after %s (line %d)"
                      .formatted(scan, key, last, page.invokeLine())));
          return;
        }
        last = key;
        lastPage = page;
      }
    }
  }
}
