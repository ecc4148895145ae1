package io.quorate.cli.drill;

import io.quorate.history.History;
import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import java.util.List;

/**
 * What became of the load's calls.
 *
 * @param failed surely did not happen
 * @param unknown may have happened
 * @param retried those of all of them that the client sent more than once
 */
record Requests(long ok, long failed, long unknown, long retried) {
  static Requests of(History history) {
    var all = history.operations();
    return new Requests(
        count(all, Outcome.OK),
        count(all, Outcome.FAIL),
        count(all, Outcome.INFO),
        all.stream().filter(each -> each.details().attempts() != null).count());
  }

  private static long count(List<Operation> all, Outcome outcome) {
    return all.stream().filter(each -> each.outcome() == outcome).count();
  }
}
