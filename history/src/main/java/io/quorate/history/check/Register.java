package io.quorate.history.check;

import io.quorate.history.Operation;
import io.quorate.history.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One key's operations made ready for {@link RegisterSearch}: states are small numbers, what must
 * have happened is told from what may have.
 *
 * <p>A state is a value; or, when every acknowledged write and every read of a value carries its
 * version, a version, which tells two writes of the same value apart and leaves the search nothing
 * to guess. Then a write of unknown outcome is the one behind a version that was read and that
 * nobody was acknowledged, or has never been seen and cannot matter.
 *
 * <p>A write that expected a version observes, as a cas does, what it replaced, as far as that is
 * known. One of unknown outcome counts as unconditional: that only asks less of the store, and what
 * it would observe is often unknown, too.
 */
final class Register {
  /** The state of an absent key. */
  static final int ABSENT = 0;

  /** Neither observes nor produces. */
  static final int NONE = -1;

  final String key;

  /** What surely happened, by time of invocation. */
  final Operation[] done;

  final int[] observes;
  final int[] produces;

  /** Place among the acknowledged writes by version, from 0; NONE = free. */
  final int[] rank;

  /** What may have happened, by time of invocation. */
  final Operation[] perhaps;

  final int[] perhapsObserves;
  final int[] perhapsProduces;
  final int[] perhapsRank;
  final int states;

  private Register(String key, Side done, Side perhaps, Map<Operation, Integer> ranks, int states) {
    this.key = key;
    this.done = done.operations;
    this.observes = done.observes;
    this.produces = done.produces;
    this.perhaps = perhaps.operations;
    this.perhapsObserves = perhaps.observes;
    this.perhapsProduces = perhaps.produces;
    this.rank = ranks(this.done, ranks);
    this.perhapsRank = ranks(this.perhaps, ranks);
    this.states = states;
  }

  /** What surely happened, or what may have: three arrays that belong together. */
  private static final class Side {
    final Operation[] operations;
    final int[] observes;
    final int[] produces;

    Side(List<Operation> operations) {
      this.operations = operations.toArray(new Operation[0]);
      observes = new int[operations.size()];
      produces = new int[operations.size()];
    }
  }

  private static int[] ranks(Operation[] operations, Map<Operation, Integer> ranks) {
    return Arrays.stream(operations).mapToInt(each -> ranks.getOrDefault(each, NONE)).toArray();
  }

  /** Of operations that are reads, writes, cas and deletes of one key and did not fail. */
  static Register of(String key, List<Operation> operations, Initial initial) {
    var done = new ArrayList<Operation>();
    var perhaps = new ArrayList<Operation>();
    for (var operation : operations) {
      if (operation.ok()) {
        done.add(operation);
      } else if (operation.mutates()) {
        perhaps.add(operation);
      }
    }
    var byTime = Comparator.comparingLong(Operation::invokedAt);
    done.sort(byTime);
    perhaps.sort(byTime);
    var resolved = isVersioned(done) ? resolve(done, perhaps, initial) : null;
    return resolved == null ? byValue(key, done, perhaps) : byVersion(key, done, resolved);
  }

  private static boolean isVersioned(List<Operation> done) {
    return done.stream()
        .allMatch(
            each ->
                each.f().equals(Operation.DELETE)
                    || (each.f().equals(Operation.READ) && each.result() == null)
                    || (each.version() != null && !observesValue(each)));
  }

  /** A cas from a value: versions say nothing about it. */
  private static boolean observesValue(Operation operation) {
    return operation.f().equals(Operation.CAS) && from(operation) != null;
  }

  private static @Nullable Object from(Operation cas) {
    return cas.argument() instanceof List<?> pair ? pair.get(0) : null;
  }

  /** What a conditional mutation that was acknowledged replaced; null when nothing tells. */
  private static @Nullable Version replaced(Operation mutation) {
    var expected = mutation.details().expected();
    if (expected == null || !mutation.ok()) {
      return null;
    }
    var version = mutation.version();
    if (version != null && !mutation.f().equals(Operation.DELETE)) {
      return version.previous();
    }
    return expected.generation() == 0 || expected.number() == 0 ? null : expected;
  }

  /**
   * Who wrote which version.
   *
   * @param orphans versions that were read and that nobody was acknowledged
   * @param complete whether there is no other write: each of unknown outcome is behind an orphan
   */
  private record Writers(
      TreeMap<Version, Operation> byVersion,
      Set<Version> orphans,
      boolean complete,
      List<Operation> perhapsDeletes) {}

  /** Who wrote each version; null when that cannot be told. */
  private static @Nullable Writers resolve(
      List<Operation> done, List<Operation> perhaps, Initial initial) {
    var writers = new TreeMap<Version, Operation>();
    for (var operation : done) {
      var version = operation.version();
      if (operation.mutates() && version != null && !operation.f().equals(Operation.DELETE)) {
        writers.put(version, operation);
      }
    }
    var orphans = new TreeMap<Version, Object>();
    for (var operation : done) {
      var version = operation.version();
      var value = operation.result();
      if (!operation.mutates()
          && version != null
          && value != null
          && !writers.containsKey(version)) {
        orphans.put(version, value);
      }
    }
    var candidates = new HashMap<Object, ArrayDeque<Operation>>();
    var deletes = new ArrayList<Operation>();
    for (var operation : perhaps) {
      var value = operation.written();
      if (observesValue(operation)) {
        return null;
      }
      if (value != null) {
        candidates.computeIfAbsent(value, absent -> new ArrayDeque<>()).add(operation);
      } else {
        deletes.add(operation);
      }
    }
    // The first invoked is behind the lowest version: any other choice could be exchanged for it.
    for (var orphan : orphans.entrySet()) {
      var possible = candidates.getOrDefault(orphan.getValue(), new ArrayDeque<>());
      var conditional = possible.stream().anyMatch(each -> each.f().equals(Operation.CAS));
      var perhapsOlder = initial == Initial.UNKNOWN && !possible.isEmpty();
      if (perhapsOlder || (conditional && possible.size() > 1)) {
        return null;
      }
      if (!possible.isEmpty()) {
        writers.put(orphan.getKey(), possible.remove());
      }
    }
    var complete = candidates.values().stream().allMatch(ArrayDeque::isEmpty);
    return new Writers(writers, orphans.keySet(), complete, deletes);
  }

  private static Register byVersion(String key, List<Operation> done, Writers writers) {
    var ids = new HashMap<Version, Integer>();
    var ranks = new IdentityHashMap<Operation, Integer>();
    var versionOf = new IdentityHashMap<Operation, Version>();
    var perhaps = new ArrayList<>(writers.perhapsDeletes());
    writers
        .byVersion()
        .forEach(
            (version, writer) -> {
              ids.put(version, ids.size() + 1);
              ranks.put(writer, ranks.size());
              versionOf.put(writer, version);
              if (!writer.ok()) {
                perhaps.add(writer);
              }
            });
    perhaps.sort(Comparator.comparingLong(Operation::invokedAt));
    var all =
        new States(ids.size() + 1) {
          @Override
          int observed(Operation operation) {
            var version = operation.version();
            return operation.result() == null || version == null
                ? ABSENT
                : ids.computeIfAbsent(version, absent -> next());
          }

          @Override
          int expected(Operation cas) {
            return ABSENT;
          }

          // One that nobody is known to have written may be of a write of unknown outcome.
          @Override
          int replaced(Version version) {
            var known =
                writers.complete()
                    || writers.byVersion().containsKey(version)
                    || writers.orphans().contains(version);
            return known ? ids.computeIfAbsent(version, absent -> next()) : NONE;
          }

          @Override
          int produced(Operation mutation) {
            var version = versionOf.get(mutation);
            return version == null ? ABSENT : Objects.requireNonNull(ids.get(version));
          }
        };
    return new Register(key, side(done, all), side(perhaps, all), ranks, all.count);
  }

  private static Register byValue(String key, List<Operation> done, List<Operation> perhaps) {
    var ids = new HashMap<Object, Integer>();
    var values = replacedValues(done);
    var all =
        new States(1) {
          private int id(@Nullable Object value) {
            return value == null ? ABSENT : ids.computeIfAbsent(value, absent -> next());
          }

          @Override
          int observed(Operation operation) {
            return id(operation.result());
          }

          @Override
          int expected(Operation cas) {
            return id(from(cas));
          }

          @Override
          int replaced(Version version) {
            var value = values.get(version);
            return value == null ? NONE : id(value);
          }

          @Override
          int produced(Operation mutation) {
            return id(mutation.written());
          }
        };
    var ranks = new IdentityHashMap<Operation, Integer>();
    done.stream()
        .filter(
            each -> each.mutates() && each.version() != null && !each.f().equals(Operation.DELETE))
        .sorted(Comparator.comparing(each -> Objects.requireNonNull(each.version())))
        .forEach(each -> ranks.put(each, ranks.size()));
    return new Register(key, side(done, all), side(perhaps, all), ranks, all.count);
  }

  /** What the versions held that were replaced by mutations which expected them. */
  private static Map<Version, Object> replacedValues(List<Operation> done) {
    var versions = new HashSet<Version>();
    for (var operation : done) {
      var version = replaced(operation);
      if (version != null) {
        versions.add(version);
      }
    }
    var values = new HashMap<Version, Object>();
    for (var operation : done) {
      var version = operation.version();
      var value = operation.mutates() ? operation.written() : operation.result();
      if (version != null && value != null && versions.contains(version)) {
        values.put(version, value);
      }
    }
    return values;
  }

  /** Numbers states as they are met. */
  private abstract static class States {
    int count;

    States(int count) {
      this.count = count;
    }

    int next() {
      return count++;
    }

    abstract int observed(Operation read);

    abstract int expected(Operation cas);

    /** NONE when it is not known. */
    abstract int replaced(Version version);

    abstract int produced(Operation mutation);
  }

  private static Side side(List<Operation> operations, States states) {
    var side = new Side(operations);
    for (var i = 0; i < side.operations.length; i++) {
      var operation = side.operations[i];
      side.observes[i] = observes(operation, states);
      side.produces[i] = operation.mutates() ? states.produced(operation) : NONE;
    }
    return side;
  }

  private static int observes(Operation operation, States states) {
    if (operation.f().equals(Operation.READ)) {
      return states.observed(operation);
    }
    if (operation.f().equals(Operation.CAS)) {
      return states.expected(operation);
    }
    var replaced = replaced(operation);
    return replaced == null ? NONE : states.replaced(replaced);
  }
}
