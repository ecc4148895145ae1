package io.quorate.client;

import java.util.Optional;

/**
 * The settled fate of an operation. It is final: an operation that is NOT_APPLIED here can never be
 * applied any more.
 *
 * @param outcome APPLIED or NOT_APPLIED
 * @param index log index at which it took effect or was abandoned
 * @param result what it did, when APPLIED
 * @param rejection why it had no effect, when it was carried out and its precondition did not hold;
 *     then NOT_APPLIED
 */
public record Resolution(
    OperationId operation,
    Outcome outcome,
    long index,
    Optional<OpResult> result,
    Optional<QuorateException> rejection) {

  public boolean applied() {
    return outcome == Outcome.APPLIED;
  }
}
