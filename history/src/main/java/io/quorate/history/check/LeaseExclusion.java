package io.quorate.history.check;

import io.quorate.history.History;
import io.quorate.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Locks by leases. Nobody holds a lock while another surely does: from the acknowledged {@code
 * acquire} to the holder's {@code release}, or to the time {@code until} which the holder relied
 * on, whichever is first. Fencing numbers grow from one grant to the next, and a write that carries
 * a {@code fence} is not accepted after one with a higher fence was (Kleppmann, "How to do
 * distributed locking", 2016).
 */
public final class LeaseExclusion implements Checker {
  /** Surely held from the grant's return to {@code end}. */
  private record Hold(Operation grant, long end) {
    /**
     * Of one that returned no earlier. A grant whose reply came when its time was over was held by
     * nobody then, and may have ended before this one began; unless it was asked for meanwhile.
     */
    boolean excludes(Hold later) {
      Operation other = later.grant;
      return end > other.returnedAt()
          && (later.end >= other.returnedAt() || other.invokedAt() > grant.returnedAt());
    }
  }

  @Override
  public String name() {
    return "lease-exclusion";
  }

  @Override
  public Report check(History history) {
    var report = new Report.Builder(name());
    history
        .byKey()
        .forEach(
            (key, operations) -> {
              exclusion(key, operations, report);
              fencedWrites(key, operations, report);
            });
    return report.build();
  }

  private static void exclusion(String key, List<Operation> operations, Report.Builder report) {
    var grants =
        operations.stream()
            .filter(each -> each.f().equals(Operation.ACQUIRE) && each.ok())
            .sorted(Comparator.comparingLong(Operation::returnedAt))
            .toList();
    report.looked(grants.size());
    @Nullable Hold holder = null;
    for (var hold : holds(grants, operations)) {
      if (holder != null && holder.excludes(hold)) {
        report.violation(
            new Violation(
                "mutual-exclusion",
                key,
                List.of(holder.grant(), hold.grant()),
                "%s was granted while %s still held the lock: two holders at once"
                    .formatted(hold.grant().describe(), holder.grant().describe())));
      }
      holder = holder == null || hold.end() > holder.end() ? hold : holder;
    }
    fences(key, grants, report);
  }

  private static List<Hold> holds(List<Operation> grants, List<Operation> operations) {
    var releases = new HashMap<String, List<Operation>>();
    for (var operation : operations) {
      if (operation.f().equals(Operation.RELEASE)) {
        releases.computeIfAbsent(owner(operation), absent -> new ArrayList<>()).add(operation);
      }
    }
    var holds = new ArrayList<Hold>();
    for (var grant : grants) {
      var until = grant.details().until();
      var released =
          releases.getOrDefault(owner(grant), List.of()).stream()
              .mapToLong(Operation::invokedAt)
              .filter(time -> time >= grant.returnedAt())
              .min()
              // Who says neither how long nor when it stopped is not surely holding anything.
              .orElse(until == null ? grant.returnedAt() : Long.MAX_VALUE);
      holds.add(new Hold(grant, until == null ? released : Math.min(until, released)));
    }
    return holds;
  }

  private static String owner(Operation operation) {
    return operation.source() + "#" + operation.process();
  }

  private static void fences(String key, List<Operation> grants, Report.Builder report) {
    var owners = new LinkedHashMap<Long, Operation>();
    for (var grant : grants) {
      var fence = fence(grant);
      var same = fence == null ? null : owners.putIfAbsent(fence, grant);
      if (same != null) {
        report.violation(
            new Violation(
                "fence-reused",
                key,
                List.of(same, grant),
                "%s and %s were granted with the same fence %d"
                    .formatted(same.describe(), grant.describe(), fence)));
      }
    }
    ordered(
        key,
        owners.values(),
        "fence-order",
        "%s was granted with fence %d after %s had been granted with the higher %d",
        report);
  }

  private static void fencedWrites(String key, List<Operation> operations, Report.Builder report) {
    var writes =
        operations.stream()
            .filter(each -> each.f().equals(Operation.WRITE) && each.ok() && fence(each) != null)
            .sorted(Comparator.comparingLong(Operation::returnedAt))
            .toList();
    report.looked(writes.size());
    ordered(
        key,
        writes,
        "fenced-write",
        "%s was accepted with fence %d after %s had been accepted with the higher %d: a former"
            + " holder still writes",
        report);
  }

  /** The fences of operations that do not overlap must not go down; they come by return. */
  private static void ordered(
      String key, Iterable<Operation> operations, String kind, String why, Report.Builder report) {
    var byReturn = new ArrayList<Operation>();
    operations.forEach(byReturn::add);
    var byInvoke = new ArrayList<>(byReturn);
    byInvoke.sort(Comparator.comparingLong(Operation::invokedAt));
    var returned = 0;
    @Nullable Operation highest = null;
    for (var later : byInvoke) {
      for (; byReturn.get(returned).precedes(later); returned++) {
        var one = byReturn.get(returned);
        highest = highest == null || value(one) > value(highest) ? one : highest;
      }
      if (highest != null && value(highest) > value(later)) {
        report.violation(
            new Violation(
                kind,
                key,
                List.of(highest, later),
                why.formatted(later.describe(), value(later), highest.describe(), value(highest))));
      }
    }
  }

  private static long value(Operation operation) {
    var fence = fence(operation);
    return fence == null ? 0 : fence;
  }

  /** The field, or else the number that an acquire returned. */
  private static @Nullable Long fence(Operation operation) {
    var field = operation.details().fence();
    return field == null
            && operation.f().equals(Operation.ACQUIRE)
            && operation.result() instanceof Long number
        ? number
        : field;
  }
}
