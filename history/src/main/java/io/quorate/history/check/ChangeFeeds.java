package io.quorate.history.check;

import io.quorate.history.History;
import io.quorate.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A change feed delivers each change once, in order, without gaps. A change is named by the index
 * of its log entry and its position there, from 0. A feed is what one session receives from one
 * {@code key} (null: everything). What the feeds of one key deliver between their first and last
 * change must agree: a change that only some deliver is a gap in the others. At most one violation
 * of each kind per feed.
 */
public final class ChangeFeeds implements Checker {
  /** Where a change stands. */
  public record Change(long index, long position) implements Comparable<Change> {
    @Override
    public int compareTo(Change other) {
      var order = Long.compare(index, other.index);
      return order != 0 ? order : Long.compare(position, other.position);
    }

    @Override
    public String toString() {
      return index + "/" + position;
    }
  }

  private record Delivery(Change change, Operation batch) {}

  @Override
  public String name() {
    return "change-feeds";
  }

  @Override
  public Report check(History history) {
    var report = new Report.Builder(name());
    var byKey = new LinkedHashMap<String, Map<String, List<Delivery>>>();
    var batches =
        history.operations(Operation.FEED).stream()
            .filter(Operation::ok)
            .sorted(Comparator.comparingLong(Operation::invokedAt))
            .toList();
    for (var batch : batches) {
      var key = batch.key();
      byKey
          .computeIfAbsent(key == null ? "" : key, absent -> new LinkedHashMap<>())
          .computeIfAbsent(batch.session(), absent -> new ArrayList<>())
          .addAll(deliveries(batch));
    }
    byKey.forEach(
        (key, feeds) -> {
          feeds.values().forEach(feed -> order(key, feed, report));
          agreement(key, feeds, report);
        });
    return report.build();
  }

  private static List<Delivery> deliveries(Operation batch) {
    var found = new ArrayList<Delivery>();
    for (var element : batch.result() instanceof List<?> list ? list : List.of()) {
      if (element instanceof List<?> pair
          && pair.get(0) instanceof Long index
          && pair.get(1) instanceof Long position) {
        found.add(new Delivery(new Change(index, position), batch));
      }
    }
    return found;
  }

  private static void order(String key, List<Delivery> feed, Report.Builder report) {
    report.looked(feed.size());
    @Nullable Delivery before = null;
    var kinds = new ArrayList<String>();
    for (var delivery : feed) {
      var kind = before == null ? "" : kind(before.change(), delivery.change());
      if (before != null && !kind.isEmpty() && !kinds.contains(kind)) {
        kinds.add(kind);
        report.violation(
            violation(
                kind,
                key,
                before.batch(),
                delivery.batch(),
                "change %s follows change %s".formatted(delivery.change(), before.change())));
      }
      before = delivery;
    }
  }

  /** What is wrong with a change that follows another; "" = nothing. */
  private static String kind(Change before, Change change) {
    var order = change.compareTo(before);
    if (order <= 0) {
      return order == 0 ? "feed-duplicate" : "feed-order";
    }
    // A feed of one prefix sees only some positions of an entry; agreement() judges those.
    return "";
  }

  private static void agreement(
      String key, Map<String, List<Delivery>> feeds, Report.Builder report) {
    var all = new TreeMap<Change, Delivery>();
    feeds.values().forEach(feed -> feed.forEach(each -> all.putIfAbsent(each.change(), each)));
    for (var feed : feeds.values()) {
      var delivered = new TreeMap<Change, Delivery>();
      feed.forEach(each -> delivered.putIfAbsent(each.change(), each));
      if (delivered.isEmpty()) {
        continue;
      }
      var missed = new TreeMap<>(all.subMap(delivered.firstKey(), delivered.lastKey()));
      missed.keySet().removeAll(delivered.keySet());
      if (!missed.isEmpty()) {
        var gap = missed.firstEntry();
        var next = delivered.higherEntry(gap.getKey());
        report.violation(
            violation(
                "feed-gap",
                key,
                gap.getValue().batch(),
                next.getValue().batch(),
                "change %s, which another feed delivered, is missing before change %s"
                    .formatted(gap.getKey(), next.getKey())));
      } else if (key.isEmpty()) {
        positions(delivered, report);
      }
    }
  }

  /** Of a feed of everything: the positions of an entry follow each other from 0. */
  private static void positions(Map<Change, Delivery> delivered, Report.Builder report) {
    @Nullable Delivery before = null;
    for (var delivery : delivered.values()) {
      var change = delivery.change();
      if (before != null) {
        var expected =
            before.change().index() == change.index() ? before.change().position() + 1 : 0;
        if (change.position() != expected) {
          report.violation(
              violation(
                  "feed-gap",
                  "",
                  before.batch(),
                  delivery.batch(),
                  "change %s follows change %s, so the one at position %d is missing"
                      .formatted(change, before.change(), expected)));
          return;
        }
      }
      before = delivery;
    }
  }

  private static Violation violation(
      String kind, String key, Operation one, Operation other, String why) {
    return new Violation(
        kind,
        key.isEmpty() ? null : key,
        List.of(one, other),
        why + " (lines " + one.invokeLine() + " and " + other.invokeLine() + ")");
  }
}
