package io.quorate.history.check;

import io.quorate.history.check.AppendTransaction.Element;
import io.quorate.history.check.AppendTransaction.Read;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the reads of lists say of the order of appends: the longest read of a key has it, and every
 * other must be a prefix of that. Reports reads of what was aborted, intermediate, unknown, twice
 * there or in another order.
 */
final class ListOrders {
  private record Seen(AppendTransaction by, List<?> elements) {}

  final Map<Element, AppendTransaction> writers = new HashMap<>();
  private final Map<String, Seen> longest = new LinkedHashMap<>();
  private final List<AppendTransaction> transactions;
  private final Report.Builder report;

  ListOrders(List<AppendTransaction> transactions, Report.Builder report) {
    this.transactions = transactions;
    this.report = report;
    transactions.forEach(this::addWriter);
    transactions.forEach(this::checkReads);
  }

  /** The order of a key's elements as far as anybody saw them. */
  List<?> order(String key) {
    var seen = longest.get(key);
    return seen == null ? List.of() : seen.elements();
  }

  private void addWriter(AppendTransaction transaction) {
    transaction.appends.forEach(
        (key, values) -> {
          for (var value : values) {
            var other = writers.putIfAbsent(new Element(key, value), transaction);
            if (other != null) {
              report.unknown(
                  "%s and %s both append %s to %s: elements must be unique to be judged"
                      .formatted(other.describe(), transaction.describe(), value, key));
            }
          }
        });
  }

  private void checkReads(AppendTransaction transaction) {
    if (transaction.contradiction != null) {
      violation(
          "internal",
          "",
          transaction,
          transaction,
          transaction.describe() + " contradicts itself: " + transaction.contradiction);
    }
    for (var read : transaction.reads) {
      checkElements(transaction, read);
      var before = longest.get(read.key());
      if (before == null) {
        longest.put(read.key(), new Seen(transaction, read.elements()));
        continue;
      }
      var isLonger = read.elements().size() > before.elements().size();
      var longer = isLonger ? read.elements() : before.elements();
      var shorter = isLonger ? before.elements() : read.elements();
      if (!longer.subList(0, shorter.size()).equals(shorter)) {
        violation(
            "incompatible-order",
            read.key(),
            before.by(),
            transaction,
            "%s and %s read %s in orders of which neither is a prefix of the other"
                .formatted(before.by().describe(), transaction.describe(), read.key()));
      } else if (isLonger) {
        longest.put(read.key(), new Seen(transaction, read.elements()));
      }
    }
  }

  private void checkElements(AppendTransaction reader, Read read) {
    var known = new HashSet<Object>();
    for (var value : read.elements()) {
      if (value == null) {
        continue;
      }
      var writer = writers.get(new Element(read.key(), value));
      if (!known.add(value)) {
        violation(
            "duplicate-application",
            read.key(),
            writer == null ? reader : writer,
            reader,
            reader.describe()
                + " found "
                + value
                + " twice in "
                + read.key()
                + ", which was appended once");
      } else if (writer == null) {
        violation(
            "never-written",
            read.key(),
            reader,
            reader,
            reader.describe()
                + " found "
                + value
                + " in "
                + read.key()
                + ", which nobody appended");
      } else if (writer.failed()) {
        violation(
            "G1a",
            read.key(),
            writer,
            reader,
            "%s found %s in %s, although %s had failed (aborted read)"
                .formatted(reader.describe(), value, read.key(), writer.describe()));
      }
    }
    checkIntermediate(reader, read);
  }

  private void checkIntermediate(AppendTransaction reader, Read read) {
    if (read.elements().isEmpty()) {
      return;
    }
    var last = read.elements().get(read.elements().size() - 1);
    var writer = last == null ? null : writers.get(new Element(read.key(), last));
    if (writer == null || writer == reader) {
      return;
    }
    var values = writer.appends.getOrDefault(read.key(), List.of());
    if (!values.get(values.size() - 1).equals(last)) {
      violation(
          "G1b",
          read.key(),
          writer,
          reader,
          "%s read %s in the middle of %s (intermediate read)"
              .formatted(reader.describe(), read.key(), writer.describe()));
    }
  }

  private void violation(
      String kind, String key, AppendTransaction one, AppendTransaction other, String why) {
    report.violation(
        new Violation(
            kind,
            key.isEmpty() ? null : key,
            one == other ? List.of(one.operation) : List.of(one.operation, other.operation),
            why));
  }

  List<AppendTransaction> transactions() {
    return transactions;
  }
}
