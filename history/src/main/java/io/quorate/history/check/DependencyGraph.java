package io.quorate.history.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Transactions, from 0, and why one must come before another. Finds cycles. */
final class DependencyGraph {
  /** Adya's dependencies, and real time. */
  enum Kind {
    /** Wrote what the other one wrote after it. */
    WW("wrote before the write of"),
    /** Wrote what the other one read. */
    WR("was read by"),
    /** Read what the other one then overwrote. */
    RW("did not see the write of"),
    /** Had returned before the other one was invoked. */
    RT("had returned before the invocation of");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  record Edge(int to, Kind kind) {}

  private final List<List<Edge>> edges = new ArrayList<>();

  DependencyGraph(int size) {
    for (var i = 0; i < size; i++) {
      edges.add(new ArrayList<>());
    }
  }

  void add(int from, int to, Kind kind) {
    if (from != to) {
      edges.get(from).add(new Edge(to, kind));
    }
  }

  /** Of each strongly connected component over these kinds, a shortest cycle through its first. */
  List<List<Integer>> cycles(EnumSet<Kind> kinds) {
    var component = components(kinds);
    var done = new boolean[edges.size()];
    var size = new int[edges.size()];
    for (var each : component) {
      size[each]++;
    }
    var cycles = new ArrayList<List<Integer>>();
    for (var node = 0; node < component.length; node++) {
      if (size[component[node]] > 1 && !done[component[node]]) {
        done[component[node]] = true;
        cycles.add(shortest(node, component, kinds));
      }
    }
    return cycles;
  }

  /** The first edge between two nodes over these kinds, in the order of the kinds. */
  Kind kind(int from, int to, Set<Kind> kinds) {
    return edges.get(from).stream()
        .filter(edge -> edge.to() == to && kinds.contains(edge.kind()))
        .map(Edge::kind)
        .min(java.util.Comparator.naturalOrder())
        .orElseThrow();
  }

  private List<Integer> shortest(int start, int[] component, Set<Kind> kinds) {
    Map<Integer, Integer> from = new HashMap<>();
    var queue = new ArrayDeque<Integer>();
    queue.add(start);
    while (!queue.isEmpty()) {
      int node = queue.remove();
      for (var edge : edges.get(node)) {
        if (!kinds.contains(edge.kind()) || component[edge.to()] != component[start]) {
          continue;
        }
        if (edge.to() == start) {
          return path(start, node, from);
        }
        if (from.putIfAbsent(edge.to(), node) == null) {
          queue.add(edge.to());
        }
      }
    }
    throw new AssertionError("a strongly connected component has a cycle through each node");
  }

  private static List<Integer> path(int start, int end, Map<Integer, Integer> from) {
    var path = new ArrayDeque<Integer>();
    @Nullable Integer node = end;
    while (node != null && node != start) {
      path.addFirst(node);
      node = from.get(node);
    }
    path.addFirst(start);
    return List.copyOf(path);
  }

  /** Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion. */
  private int[] components(Set<Kind> kinds) {
    var count = edges.size();
    var number = new int[count];
    var low = new int[count];
    var at = new int[count];
    var component = new int[count];
    Arrays.fill(component, -1);
    var stack = new ArrayDeque<Integer>();
    var calls = new ArrayDeque<Integer>();
    var numbers = 0;
    for (var root = 0; root < count; root++) {
      if (number[root] != 0) {
        continue;
      }
      calls.push(root);
      while (!calls.isEmpty()) {
        int node = calls.element();
        if (at[node] == 0 && number[node] == 0) {
          number[node] = low[node] = ++numbers;
          stack.push(node);
        }
        var out = edges.get(node);
        if (at[node] < out.size()) {
          var edge = out.get(at[node]++);
          if (!kinds.contains(edge.kind())) {
            continue;
          }
          if (number[edge.to()] == 0) {
            calls.push(edge.to());
          } else if (component[edge.to()] < 0) {
            low[node] = Math.min(low[node], number[edge.to()]);
          }
          continue;
        }
        calls.pop();
        if (!calls.isEmpty()) {
          int caller = calls.element();
          low[caller] = Math.min(low[caller], low[node]);
        }
        if (low[node] == number[node]) {
          int member;
          do {
            member = stack.pop();
            component[member] = node;
          } while (member != node);
        }
      }
    }
    return component;
  }
}
