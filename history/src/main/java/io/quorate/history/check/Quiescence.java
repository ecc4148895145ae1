package io.quorate.history.check;

/**
 * Finds the quiescent points of a register at which its state is certain, whatever the order of
 * what came before: between them it can be searched piece by piece.
 */
record Quiescence(Register register) {

  /**
   * Marks the operation that comes first after each such point.
   *
   * <p>The state is certain when, since the point before, exactly one mutation may have been the
   * last (or none was at all and it was certain there), and nothing that only may have happened
   * produces a state that is observed after the point before.
   */
  boolean[] certain() {
    var done = register.done;
    var certain = new boolean[done.length + 1];
    if (done.length == 0 || hasPerhapsCas()) {
      return certain;
    }
    var lastObserved = new int[register.states + 1];
    for (var i = 0; i < done.length; i++) {
      if (register.observes[i] != Register.NONE) {
        lastObserved[register.observes[i]] = i + 1;
      }
    }
    var begin = 0;
    var wasCertain = true;
    var latestReturn = Long.MIN_VALUE;
    var perhaps = 0;
    var relevantUntil = 0;
    for (var i = 1; i < done.length; i++) {
      latestReturn = Math.max(latestReturn, done[i - 1].returnedAt());
      if (latestReturn >= done[i].invokedAt()) {
        continue;
      }
      for (;
          perhaps < register.perhaps.length
              && register.perhaps[perhaps].invokedAt() <= done[i].invokedAt();
          perhaps++) {
        relevantUntil = Math.max(relevantUntil, lastObserved[register.perhapsProduces[perhaps]]);
      }
      var last = possiblyLast(begin, i);
      wasCertain = relevantUntil <= begin && (last == 1 || (last == 0 && wasCertain));
      certain[i] = wasCertain;
      begin = i;
    }
    return certain;
  }

  private boolean hasPerhapsCas() {
    for (var observed : register.perhapsObserves) {
      if (observed != Register.NONE) {
        return true;
      }
    }
    return false;
  }

  /** How many mutations of a piece no other one of it comes after. */
  private int possiblyLast(int begin, int end) {
    var latest = Long.MIN_VALUE;
    for (var i = begin; i < end; i++) {
      if (register.produces[i] != Register.NONE) {
        latest = register.done[i].invokedAt();
      }
    }
    var last = 0;
    for (var i = begin; i < end; i++) {
      if (register.produces[i] != Register.NONE && register.done[i].returnedAt() >= latest) {
        last++;
      }
    }
    return last;
  }
}
