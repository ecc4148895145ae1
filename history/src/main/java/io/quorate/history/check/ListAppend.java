package io.quorate.history.check;

import io.quorate.history.History;
import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import io.quorate.history.check.AppendTransaction.Element;
import io.quorate.history.check.DependencyGraph.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Strict serializability of transactions that append to lists and read them, as Elle does it
 * (Kingsbury &amp; Alvaro, "Elle: inferring isolation anomalies from experimental observations",
 * 2020): unique elements make every read tell the whole order of writes, from which follow Adya's
 * dependencies (Adya, "Weak consistency", 1999); a cycle of them is an anomaly.
 *
 * <p>Kinds: {@code G1a} aborted read, {@code G1b} intermediate read, {@code incompatible-order},
 * {@code internal}, {@code duplicate-application}, {@code never-written}, {@code lost-write},
 * {@code lost-update}; cycles {@code G0} of writes, {@code G1c} of writes and reads, {@code
 * G-single} with one anti-dependency, {@code G2} with several; and the same with {@code -realtime}
 * where only the order in time closes the cycle. Each cycle is reported once, under its gravest
 * name.
 */
public final class ListAppend implements Checker {
  @Override
  public String name() {
    return "list-append";
  }

  @Override
  public Report check(History history) {
    var report = new Report.Builder(name());
    var transactions =
        history.operations(Operation.TXN).stream().map(AppendTransaction::new).toList();
    report.looked(transactions.size());
    if (!transactions.isEmpty()) {
      var orders = new ListOrders(transactions, report);
      lostWrites(orders, report);
      lostUpdates(transactions, report);
      cycles(orders, report);
    }
    return report.build();
  }

  /** An acknowledged append that the longest read lacks although it began later. */
  private static void lostWrites(ListOrders orders, Report.Builder report) {
    var seen = new HashMap<String, Set<Object>>();
    var reported = new HashSet<Element>();
    var latest = new HashMap<String, AppendTransaction>();
    for (var transaction : orders.transactions()) {
      for (var read : transaction.reads) {
        latest.merge(
            read.key(),
            transaction,
            (one, other) -> one.operation.invokedAt() >= other.operation.invokedAt() ? one : other);
      }
    }
    for (var transaction : orders.transactions()) {
      if (!transaction.operation.ok()) {
        continue;
      }
      transaction.appends.forEach(
          (key, values) -> {
            var reader = latest.get(key);
            if (reader == null || !transaction.operation.precedes(reader.operation)) {
              return;
            }
            var there = seen.computeIfAbsent(key, absent -> new HashSet<>(orders.order(key)));
            for (var value : values) {
              if (!there.contains(value) && reported.add(new Element(key, value))) {
                report.violation(
                    new Violation(
                        "lost-write",
                        key,
                        List.of(transaction.operation, reader.operation),
                        "%s was acknowledged, but no read of %s ever found %s, not even %s, which began later"
                            .formatted(transaction.describe(), key, value, reader.describe())));
              }
            }
          });
    }
  }

  /** Two that read the same state of a list and both appended to it. */
  private static void lostUpdates(List<AppendTransaction> transactions, Report.Builder report) {
    record State(String key, List<?> elements) {}
    var first = new HashMap<State, AppendTransaction>();
    for (var transaction : transactions) {
      if (!transaction.operation.ok()) {
        continue;
      }
      var states = new HashSet<State>();
      transaction.reads.stream()
          .filter(read -> transaction.appends.containsKey(read.key()))
          .forEach(read -> states.add(new State(read.key(), read.elements())));
      for (var state : states) {
        var other = first.putIfAbsent(state, transaction);
        if (other != null) {
          report.violation(
              new Violation(
                  "lost-update",
                  state.key(),
                  List.of(other.operation, transaction.operation),
                  "%s and %s both read the same state of %s and then appended to it"
                      .formatted(other.describe(), transaction.describe(), state.key())));
        }
      }
    }
  }

  private static void cycles(ListOrders orders, Report.Builder report) {
    var committed =
        orders.transactions().stream()
            .filter(each -> each.operation.outcome() != Outcome.FAIL)
            .toList();
    var graph = graph(committed, orders);
    var reported = new HashSet<Set<Integer>>();
    for (var kinds :
        List.of(
            EnumSet.of(Kind.WW),
            EnumSet.of(Kind.WW, Kind.WR),
            EnumSet.of(Kind.WW, Kind.WR, Kind.RW),
            EnumSet.of(Kind.WW, Kind.RT),
            EnumSet.of(Kind.WW, Kind.WR, Kind.RT),
            EnumSet.allOf(Kind.class))) {
      for (var cycle : graph.cycles(kinds)) {
        if (reported.stream()
            .noneMatch(known -> known.containsAll(cycle) || cycle.containsAll(known))) {
          reported.add(Set.copyOf(cycle));
          report.violation(violation(cycle, committed, graph, kinds));
        }
      }
    }
  }

  private static DependencyGraph graph(List<AppendTransaction> transactions, ListOrders orders) {
    var numbers = new IdentityHashMap<AppendTransaction, Integer>();
    transactions.forEach(each -> numbers.put(each, numbers.size()));
    var graph = new DependencyGraph(transactions.size());
    var unseen = unseen(transactions, orders);
    unseen.forEach(
        (key, writers) -> {
          var order = writers(key, orders.order(key), orders, numbers);
          for (var i = 1; i < order.size(); i++) {
            add(graph, order.get(i - 1), order.get(i), Kind.WW);
          }
          var last = order.isEmpty() ? null : order.get(order.size() - 1);
          writers.forEach(each -> add(graph, last, numbers.get(each), Kind.WW));
        });
    for (var transaction : transactions) {
      var reader = numbers.get(transaction);
      for (var read : transaction.reads) {
        var order = orders.order(read.key());
        var length = read.elements().size();
        if (length > 0) {
          var last = read.elements().subList(length - 1, length);
          add(graph, writers(read.key(), last, orders, numbers).get(0), reader, Kind.WR);
        }
        if (length < order.size()) {
          var next = order.subList(length, length + 1);
          add(graph, reader, writers(read.key(), next, orders, numbers).get(0), Kind.RW);
        } else {
          // Whatever nobody has seen yet comes after all that was seen.
          unseen
              .getOrDefault(read.key(), List.of())
              .forEach(later -> add(graph, reader, numbers.get(later), Kind.RW));
        }
      }
    }
    addRealTime(graph, transactions);
    return graph;
  }

  /** By key, the acknowledged writers of which no read found anything; every key is there. */
  private static Map<String, List<AppendTransaction>> unseen(
      List<AppendTransaction> transactions, ListOrders orders) {
    var seen = new HashMap<String, Set<Object>>();
    var unseen = new HashMap<String, List<AppendTransaction>>();
    for (var transaction : transactions) {
      transaction.appends.forEach(
          (key, values) -> {
            var known = seen.computeIfAbsent(key, absent -> new HashSet<>(orders.order(key)));
            var writers = unseen.computeIfAbsent(key, absent -> new ArrayList<>());
            if (transaction.operation.ok() && values.stream().noneMatch(known::contains)) {
              writers.add(transaction);
            }
          });
    }
    return unseen;
  }

  /** The numbers of those that appended these elements; null where nobody did. */
  private static List<@Nullable Integer> writers(
      String key,
      List<?> elements,
      ListOrders orders,
      IdentityHashMap<AppendTransaction, Integer> numbers) {
    var found = new ArrayList<@Nullable Integer>();
    for (var value : elements) {
      var writer = value == null ? null : orders.writers.get(new Element(key, value));
      found.add(writer == null ? null : numbers.get(writer));
    }
    return found;
  }

  private static void add(
      DependencyGraph graph, @Nullable Integer from, @Nullable Integer to, Kind kind) {
    if (from != null && to != null) {
      graph.add(from, to, kind);
    }
  }

  /** Only the edges that no others imply: of those that returned, the last ones count. */
  private static void addRealTime(DependencyGraph graph, List<AppendTransaction> transactions) {
    var byInvoke = new ArrayList<Integer>();
    for (var i = 0; i < transactions.size(); i++) {
      byInvoke.add(i);
    }
    var byReturn = new ArrayList<>(byInvoke);
    byInvoke.sort(Comparator.comparingLong(i -> transactions.get(i).operation.invokedAt()));
    byReturn.sort(Comparator.comparingLong(i -> transactions.get(i).operation.returnedAt()));
    var last = new HashSet<Integer>();
    var before = new HashMap<Integer, List<Integer>>();
    var returned = 0;
    for (int invoked : byInvoke) {
      for (;
          transactions
              .get(byReturn.get(returned))
              .operation
              .precedes(transactions.get(invoked).operation);
          returned++) {
        var one = byReturn.get(returned);
        last.removeAll(before.getOrDefault(one, List.of()));
        before.remove(one);
        last.add(one);
      }
      last.forEach(one -> graph.add(one, invoked, Kind.RT));
      before.put(invoked, List.copyOf(last));
    }
  }

  private static Violation violation(
      List<Integer> cycle,
      List<AppendTransaction> transactions,
      DependencyGraph graph,
      EnumSet<Kind> kinds) {
    var found = new ArrayList<Kind>();
    var sentence = new StringBuilder(transactions.get(cycle.get(0)).describe());
    for (var i = 0; i < cycle.size(); i++) {
      int next = cycle.get((i + 1) % cycle.size());
      var kind = graph.kind(cycle.get(i), next, kinds);
      found.add(kind);
      sentence.append(i == 0 ? " " : ", which ").append(kind.words).append(' ');
      sentence.append(transactions.get(next).describe());
    }
    var readWrites = found.stream().filter(Kind.RW::equals).count();
    var name =
        readWrites > 1
            ? "G2"
            : readWrites == 1 ? "G-single" : found.contains(Kind.WR) ? "G1c" : "G0";
    return new Violation(
        found.contains(Kind.RT) ? name + "-realtime" : name,
        null,
        cycle.stream().map(each -> transactions.get(each).operation).toList(),
        "no order explains these transactions: " + sentence);
  }
}
