package io.quorate.history.check;

import io.quorate.history.Operation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Wing & Gong, "Testing and verifying atomic objects" (1993), with Lowe's memoization ("Testing for linearizability",
 * 2017), as porcupine has it: choose one of the operations that may come next, that is, that no remaining one precedes;
 * go back when stuck; never search from the same configuration twice. For a register much can be cut off without
 * losing exactness:
 *
 *   - a read that fits the state is taken at once: it changes nothing, and later would do as well;
 *   - a state that must still be observed and that nobody can produce again is not left;
 *   - what may have happened is only tried when it produces a state that somebody who may come next observes: any order
 *     in which it does otherwise stays one without it;
 *   - acknowledged writes are taken in the order of their versions, where they have them: the store promised it;
 *   - at a quiescent point (nothing that surely happened is open) whose state is certain, the past is forgotten.
 */
final class RegisterSearch {
  enum Verdict {
    LINEARIZABLE,
    VIOLATED,
    /** It gave up. */
    UNKNOWN
  }

  private static final int[] NOTHING = {};

  /** Of remembered configurations, in numbers of 4 bytes: 128 MB. */
  private static final long MAX_MEMO = 32 << 20;

  private final Register register;
  private final int count;
  private final long budget;
  private final long[] invokedAt;
  private final long[] returnedAt;

  /** Those that are left, in order of invocation, between {@code count} and {@code count}. */
  private final int[] next;

  private final int[] previous;
  private final boolean[] used;
  private final int[] mustObserve;
  private final int[] mayProduce;
  private final int[][] perhapsProducing;
  private final int[] perhapsCas;
  private final boolean[] forgetful;

  private int state;
  private int nextRank;

  /** All that are taken are before it. */
  private int frontier;

  private int taken;
  private int open;
  private long steps;
  private final Set<Configuration> failed = new HashSet<>();
  private long memo;

  // The path: what was taken, a done operation i or a perhaps one ~i, and what it was before.
  private int depth;
  private int[] path = new int[64];
  private int[] stateBefore = new int[64];
  private int[] rankBefore = new int[64];
  private int[] frontierBefore = new int[64];
  private int[] chosen = new int[64];
  private int[] @Nullable [] choices = new int[64][];

  private int bestTaken = -1;
  private @Nullable Stuck stuck;
  private @Nullable Operation lastForgotten;
  private int[] window = new int[64];
  private int windowSize;

  /** The earliest return of those that are left. */
  private long horizon;

  /** {@code budget} bounds the choices that it makes. */
  RegisterSearch(Register register, int initial, long budget) {
    this.register = register;
    this.budget = budget;
    count = register.done.length;
    state = initial;
    invokedAt = Arrays.stream(register.done).mapToLong(each -> each.invokedAt()).toArray();
    returnedAt = Arrays.stream(register.done).mapToLong(each -> each.returnedAt()).toArray();
    next = new int[count + 1];
    previous = new int[count + 1];
    for (var i = 0; i <= count; i++) {
      next[i] = i == count ? 0 : i + 1;
      previous[i] = i == 0 ? count : i - 1;
    }
    used = new boolean[register.perhaps.length];
    mustObserve = new int[register.states + 1];
    mayProduce = new int[register.states + 1];
    for (var i = 0; i < count; i++) {
      add(mustObserve, register.observes[i], 1);
      add(mayProduce, register.produces[i], 1);
    }
    perhapsProducing = new int[register.states + 1][];
    Arrays.fill(perhapsProducing, NOTHING);
    var cas = 0;
    for (var i = 0; i < used.length; i++) {
      var product = register.perhapsProduces[i];
      add(mayProduce, product, 1);
      var known = perhapsProducing[product];
      perhapsProducing[product] = Arrays.copyOf(known, known.length + 1);
      perhapsProducing[product][known.length] = i;
      cas += register.perhapsObserves[i] == Register.NONE ? 0 : 1;
    }
    perhapsCas = new int[cas];
    for (int i = 0, at = 0; i < used.length; i++) {
      if (register.perhapsObserves[i] != Register.NONE) {
        perhapsCas[at++] = i;
      }
    }
    forgetful = new Quiescence(register).certain();
  }

  private static void add(int[] counts, int at, int amount) {
    if (at != Register.NONE) {
      counts[at] += amount;
    }
  }

  Verdict run() {
    while (true) {
      takeReads();
      if (next[count] == count) {
        return Verdict.LINEARIZABLE;
      }
      forget();
      var possible = hasFailed() ? NOTHING : possible();
      if (possible.length > 0) {
        open += possible.length - 1;
        take(possible[0], possible, 0);
      } else {
        noteStuck();
        if (!takeOther()) {
          return Verdict.VIOLATED;
        }
      }
      if (++steps > budget || memo > MAX_MEMO) {
        return Verdict.UNKNOWN;
      }
    }
  }

  /** Goes back to the last choice that leaves another, and takes that; false when there is none. */
  private boolean takeOther() {
    while (open > 0) {
      var left = choices[depth - 1];
      var following = chosen[depth - 1] + 1;
      goBack();
      if (left == null) {
        continue;
      }
      if (following < left.length) {
        open--;
        take(left[following], left, following);
        return true;
      }
      remember();
    }
    return false;
  }

  /** Takes every read that may come next and fits. */
  private void takeReads() {
    var limit = Long.MAX_VALUE;
    for (var i = next[count]; i != count && invokedAt[i] <= limit; i = next[i]) {
      if (register.produces[i] == Register.NONE && register.observes[i] == state) {
        take(i, null, 0);
      } else {
        limit = Math.min(limit, returnedAt[i]);
      }
    }
  }

  /** Collects those that no remaining one precedes. */
  private void look() {
    windowSize = 0;
    horizon = Long.MAX_VALUE;
    for (var i = next[count]; i != count && invokedAt[i] <= horizon; i = next[i]) {
      if (windowSize == window.length) {
        window = Arrays.copyOf(window, 2 * windowSize);
      }
      window[windowSize++] = i;
      horizon = Math.min(horizon, returnedAt[i]);
    }
  }

  /** The mutations that may come next, the likeliest first. */
  private int[] possible() {
    look();
    var found = new Choices();
    for (var at = 0; at < windowSize; at++) {
      var i = window[at];
      if (fits(register.observes[i], register.produces[i], register.rank[i])) {
        found.add(i, isObserved(register.produces[i]) ? Long.MIN_VALUE : returnedAt[i]);
      }
    }
    for (var at = 0; at < windowSize; at++) {
      addPerhaps(register.observes[window[at]], found);
    }
    for (var cas : perhapsCas) {
      if (!used[cas] && register.perhaps[cas].invokedAt() <= horizon) {
        addPerhaps(register.perhapsObserves[cas], found);
      }
    }
    return found.sorted();
  }

  /** Whether a mutation may be taken in this state. */
  private boolean fits(int observes, int produces, int rank) {
    if (produces == Register.NONE
        || (observes != Register.NONE && observes != state)
        || (rank != Register.NONE && rank != nextRank)) {
      return false;
    }
    var others = mustObserve[state] - (observes == state ? 1 : 0);
    return produces == state || others <= 0 || mayProduce[state] > 0;
  }

  private boolean isObserved(int product) {
    for (var at = 0; at < windowSize; at++) {
      if (register.observes[window[at]] == product) {
        return true;
      }
    }
    return false;
  }

  /** Those that may have produced what somebody wants to observe; of equal ones the first. */
  private void addPerhaps(int wanted, Choices found) {
    if (wanted == Register.NONE || wanted == state) {
      return;
    }
    var anyWrite = false;
    for (var i : perhapsProducing[wanted]) {
      if (used[i] || register.perhaps[i].invokedAt() > horizon) {
        continue;
      }
      var observes = register.perhapsObserves[i];
      if (fitsPerhaps(observes, wanted, register.perhapsRank[i])
          && !(observes == Register.NONE && anyWrite)) {
        found.add(~i, Long.MAX_VALUE);
      }
      anyWrite |= observes == Register.NONE;
    }
  }

  /** As {@link #fits}, but what it observes itself is not among what must be observed. */
  private boolean fitsPerhaps(int observes, int produces, int rank) {
    return (observes == Register.NONE || observes == state)
        && (rank == Register.NONE || rank == nextRank)
        && (produces == state || mustObserve[state] == 0 || mayProduce[state] > 0);
  }

  /** Operations to choose from, each once, by how early it is worth a try. */
  private static final class Choices {
    private int[] operations = new int[8];
    private long[] order = new long[8];
    private int size;

    void add(int operation, long when) {
      for (var i = 0; i < size; i++) {
        if (operations[i] == operation) {
          return;
        }
      }
      if (size == operations.length) {
        operations = Arrays.copyOf(operations, 2 * size);
        order = Arrays.copyOf(order, 2 * size);
      }
      var at = size++;
      for (; at > 0 && order[at - 1] > when; at--) {
        operations[at] = operations[at - 1];
        order[at] = order[at - 1];
      }
      operations[at] = operation;
      order[at] = when;
    }

    int[] sorted() {
      return Arrays.copyOf(operations, size);
    }
  }

  private void take(int operation, int @Nullable [] from, int position) {
    push(operation, from, position);
    var rank = Register.NONE;
    if (operation < 0) {
      var i = ~operation;
      used[i] = true;
      mayProduce[register.perhapsProduces[i]]--;
      state = register.perhapsProduces[i];
      rank = register.perhapsRank[i];
    } else {
      next[previous[operation]] = next[operation];
      previous[next[operation]] = previous[operation];
      taken++;
      frontier = Math.max(frontier, operation + 1);
      add(mustObserve, register.observes[operation], -1);
      add(mayProduce, register.produces[operation], -1);
      if (register.produces[operation] != Register.NONE) {
        state = register.produces[operation];
      }
      rank = register.rank[operation];
    }
    if (rank != Register.NONE) {
      nextRank = rank + 1;
    }
  }

  private void push(int operation, int @Nullable [] from, int position) {
    if (depth == path.length) {
      path = Arrays.copyOf(path, 2 * depth);
      stateBefore = Arrays.copyOf(stateBefore, 2 * depth);
      rankBefore = Arrays.copyOf(rankBefore, 2 * depth);
      frontierBefore = Arrays.copyOf(frontierBefore, 2 * depth);
      chosen = Arrays.copyOf(chosen, 2 * depth);
      choices = Arrays.copyOf(choices, 2 * depth);
    }
    path[depth] = operation;
    stateBefore[depth] = state;
    rankBefore[depth] = nextRank;
    frontierBefore[depth] = frontier;
    chosen[depth] = position;
    choices[depth++] = from;
  }

  private void goBack() {
    var operation = path[--depth];
    choices[depth] = null;
    if (operation < 0) {
      used[~operation] = false;
      mayProduce[register.perhapsProduces[~operation]]++;
    } else {
      next[previous[operation]] = operation;
      previous[next[operation]] = operation;
      taken--;
      add(mustObserve, register.observes[operation], 1);
      add(mayProduce, register.produces[operation], 1);
    }
    state = stateBefore[depth];
    nextRank = rankBefore[depth];
    frontier = frontierBefore[depth];
  }

  /** At a quiescent point whose state is certain, no other past can lead to anything else. */
  private void forget() {
    var first = next[count];
    if (frontier <= first && forgetful[first]) {
      var mutation = lastMutation();
      if (mutation != null) {
        lastForgotten = mutation;
      }
      Arrays.fill(choices, 0, depth, null);
      depth = 0;
      open = 0;
      failed.clear();
      memo = 0;
    }
  }

  private boolean hasFailed() {
    return !failed.isEmpty() && failed.contains(configuration());
  }

  private void remember() {
    if (open > 0) {
      var configuration = configuration();
      if (failed.add(configuration)) {
        memo += configuration.numbers.length + 16L;
      }
    }
  }

  /** The same numbers: the same future. */
  private static final class Configuration {
    private final int[] numbers;

    Configuration(int[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Configuration same && Arrays.equals(numbers, same.numbers);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(numbers);
    }
  }

  private Configuration configuration() {
    var numbers = new int[16];
    var size = 0;
    numbers[size++] = state;
    numbers[size++] = nextRank;
    numbers[size++] = Math.max(frontier, next[count]);
    for (var i = next[count]; i < frontier; i = next[i]) {
      numbers = size + 1 >= numbers.length ? Arrays.copyOf(numbers, 2 * size) : numbers;
      numbers[size++] = i;
    }
    numbers[size++] = Register.NONE;
    for (var i = 0; i < used.length; i++) {
      var product = register.perhapsProduces[i];
      if (used[i] && (mustObserve[product] > 0 || perhapsCas.length > 0)) {
        numbers = size == numbers.length ? Arrays.copyOf(numbers, 2 * size) : numbers;
        numbers[size++] = i;
      }
    }
    return new Configuration(Arrays.copyOf(numbers, size));
  }

  /**
   * What stands at the end of the longest order that was found, when none explains everything.
   *
   * @param misfit cannot come next
   * @param after the last change before it
   * @param overwritten {@code after} took away for good what {@code misfit} observed
   */
  record Stuck(Operation misfit, @Nullable Operation after, boolean overwritten, int taken) {}

  private void noteStuck() {
    if (taken <= bestTaken) {
      return;
    }
    bestTaken = taken;
    look();
    var misfit = window[0];
    for (var at = 1; at < windowSize; at++) {
      if (returnedAt[window[at]] < returnedAt[misfit]) {
        misfit = window[at];
      }
    }
    var robbed = robbedBy(misfit);
    if (robbed != null) {
      stuck = new Stuck(robbed, register.done[misfit], true, taken);
      return;
    }
    var after = lastMutation();
    stuck = new Stuck(register.done[misfit], after == null ? lastForgotten : after, false, taken);
  }

  /** Who must still observe the state that this mutation, which does fit, would end for good. */
  private @Nullable Operation robbedBy(int mutation) {
    var observes = register.observes[mutation];
    if (register.produces[mutation] == Register.NONE
        || mayProduce[state] > 0
        || (observes != Register.NONE && observes != state)) {
      return null;
    }
    for (var i = next[count]; i != count; i = next[i]) {
      if (i != mutation && register.observes[i] == state) {
        return register.done[i];
      }
    }
    return null;
  }

  /** Null until there was a dead end. */
  @Nullable Stuck stuck() {
    return stuck;
  }

  private @Nullable Operation lastMutation() {
    for (var at = depth - 1; at >= 0; at--) {
      var operation = path[at];
      if (operation < 0) {
        return register.perhaps[~operation];
      }
      if (register.produces[operation] != Register.NONE) {
        return register.done[operation];
      }
    }
    return null;
  }
}
