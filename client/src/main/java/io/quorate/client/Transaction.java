package io.quorate.client;

import java.util.List;

/**
 * Operations that take effect together, if all comparisons hold, or else the others do:
 *
 * <pre>{@code
 * Transaction.when(Compare.version("stock").equalTo(3))
 *     .then(Op.put("stock", "9"), Op.put("order/17", "1"))
 *     .otherwise(Op.get("stock"))
 * }</pre>
 */
public record Transaction(List<Compare> compares, List<Op> then, List<Op> otherwise) {
  public Transaction {
    compares = List.copyOf(compares);
    then = List.copyOf(then);
    otherwise = List.copyOf(otherwise);
  }

  /** Starts one; without comparisons it always succeeds. */
  public static Transaction when(Compare... compares) {
    return new Transaction(List.of(compares), List.of(), List.of());
  }

  /** What happens if all comparisons hold. */
  public Transaction then(Op... operations) {
    return new Transaction(compares, List.of(operations), otherwise);
  }

  /** What happens if one does not. */
  public Transaction otherwise(Op... operations) {
    return new Transaction(compares, then, List.of(operations));
  }
}
