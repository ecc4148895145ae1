package io.quorate.cli.bench;

import io.quorate.cli.bench.load.Loader;
import io.quorate.client.QuorateClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** The clients that a load is spread over. */
final class Clients implements AutoCloseable {
  /** What a call occupies beside its value, and the unit that the client counts in. */
  private static final int CALL_BYTES = 2_048;

  private static final long LEAST_BYTES = 4L << 20;

  private final List<QuorateClient> all;

  private Clients(List<QuorateClient> all) {
    this.all = all;
  }

  /** Throws {@link IllegalArgumentException} when an endpoint is none. */
  static Clients open(Order order) {
    var all = new ArrayList<QuorateClient>();
    for (var i = 0; i < order.connections(); i++) all.add(open(order, calls(order)));
    return new Clients(all);
  }

  /** Calls that one of them may have in flight, so that it refuses none. */
  private static int calls(Order order) {
    var load = Math.ceilDiv(order.pace().most(), order.connections());
    return Math.max(load, Loader.window(order.plan().valueSize())) + 1;
  }

  /*
   * Futures complete on the thread of the sockets: the load does not block there, a hop to another thread would cost more than
   * what is done, and what the replies of one frame set off leaves in one frame again.
   */
  private static QuorateClient open(Order order, int calls) {
    var bytes = (long) calls * (order.plan().valueSize() + CALL_BYTES);
    return QuorateClient.builder()
        .endpoints(order.endpoints())
        .timeout(order.times().callTimeout())
        .clientName("quorate-bench")
        .maxInFlight(calls)
        .maxInFlightBytes(Math.max(LEAST_BYTES, bytes))
        .callbacks(Runnable::run)
        .build();
  }

  QuorateClient first() {
    return all.getFirst();
  }

  List<QuorateTarget> targets(Workload workload) {
    return all.stream()
        .map(client -> client.kv().async())
        .map(kv -> new QuorateTarget(workload.writes().of(kv), workload.reads().of(kv)))
        .toList();
  }

  /** All at once: each waits a moment for its farewell. */
  @Override
  public void close() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var client : all) threads.execute(client::close);
    }
  }
}
