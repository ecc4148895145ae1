package io.quorate.chaos.workload;

/** One of the threads of a {@link Workload}. */
@FunctionalInterface
public interface Worker {
  /**
   * Does one operation, and records it.
   *
   * @throws io.quorate.client.QuorateException when it failed or its outcome is unknown, which is
   *     recorded too
   * @throws io.grpc.StatusRuntimeException the same, of a call without a client
   * @throws NothingDoneException when it was answered and came to nothing, so that it does not
   *     count as done
   */
  void step();
}
