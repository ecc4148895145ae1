package io.quorate.history.check;

import io.quorate.history.History;
import io.quorate.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Within a session, per key: a read sees the session's own acknowledged writes (read your writes)
 * and nothing older than what the session has read (monotonic reads). From Terry et al., "Session
 * guarantees for weakly consistent replicated data" (1994). A session's operations may overlap;
 * then only what had returned before counts. Holds reads to it that claim session or linearizable
 * consistency. At most one violation of each kind per key and session.
 */
public final class SessionGuarantees implements Checker {
  @Override
  public String name() {
    return "session-guarantees";
  }

  @Override
  public Report check(History history) {
    var report = new Report.Builder(name());
    history
        .byKey()
        .forEach(
            (key, all) -> {
              var operations = Registers.of(all);
              var writers = new Writers(operations);
              bySession(operations).values().forEach(each -> check(key, each, writers, report));
            });
    return report.build();
  }

  private static Map<String, List<Operation>> bySession(List<Operation> operations) {
    var sessions = new LinkedHashMap<String, List<Operation>>();
    for (var operation : operations) {
      var counts =
          operation.ok()
              && (operation.mutates()
                  || Registers.claims(operation, "session")
                  || Registers.claims(operation, "linearizable"));
      if (counts) {
        sessions.computeIfAbsent(operation.session(), absent -> new ArrayList<>()).add(operation);
      }
    }
    return sessions;
  }

  private static void check(
      String key, List<Operation> session, Writers writers, Report.Builder report) {
    report.looked(session.size());
    var reads =
        session.stream()
            .filter(each -> each.f().equals(Operation.READ))
            .sorted(Comparator.comparingLong(Operation::invokedAt))
            .toList();
    session.sort(Comparator.comparingLong(Operation::returnedAt));
    var seen = new Seen();
    var returned = 0;
    var kinds = new ArrayList<String>();
    for (var read : reads) {
      for (; session.get(returned).precedes(read); returned++) {
        seen.add(session.get(returned));
      }
      var violation = seen.missedBy(read, key, writers);
      if (violation != null && !kinds.contains(violation.kind())) {
        kinds.add(violation.kind());
        report.violation(violation);
      }
    }
  }

  /** What a session has written and read so far: the newest, and the latest where they differ. */
  private static final class Seen {
    private @Nullable Operation newestWrite;
    private @Nullable Operation latestWrite;
    private @Nullable Operation newestRead;
    private @Nullable Operation latestRead;

    void add(Operation operation) {
      if (operation.mutates()) {
        newestWrite = Writers.newer(newestWrite, operation);
        latestWrite = operation;
      } else {
        newestRead = Writers.newer(newestRead, operation);
        latestRead = operation;
      }
    }

    @Nullable Violation missedBy(Operation read, String key, Writers writers) {
      for (var write : new @Nullable Operation[] {newestWrite, latestWrite}) {
        if (write != null && writers.isOlder(read, write)) {
          return new Violation(
              "read-your-writes",
              key,
              List.of(write, read),
              "%s does not see %s of its own session, which had been acknowledged"
                  .formatted(read.describe(), write.describe()));
        }
      }
      for (var before : new @Nullable Operation[] {newestRead, latestRead}) {
        if (before != null && writers.isOlderThanRead(read, before)) {
          return new Violation(
              "monotonic-reads",
              key,
              List.of(before, read),
              "%s goes back behind %s of its own session"
                  .formatted(read.describe(), before.describe()));
        }
      }
      return null;
    }
  }
}
