package io.quorate.client.internal;

import io.quorate.client.Bytes;
import io.quorate.client.Op;
import io.quorate.client.Transaction;
import java.util.List;

/** How many bytes of keys and values a call carries, for {@link Admission}. */
final class Sizes {
  private Sizes() {}

  static long of(List<Bytes> keys) {
    return keys.stream().mapToLong(Bytes::size).sum();
  }

  static long of(Transaction transaction) {
    return transaction.compares().stream().mapToLong(compare -> compare.key().size()).sum()
        + transaction.then().stream().mapToLong(Sizes::of).sum()
        + transaction.otherwise().stream().mapToLong(Sizes::of).sum();
  }

  private static long of(Op op) {
    return op instanceof Op.Put put ? put.key().size() + put.value().size() : 64;
  }
}
