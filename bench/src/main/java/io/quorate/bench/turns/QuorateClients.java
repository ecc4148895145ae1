package io.quorate.bench.turns;

import io.quorate.cli.bench.QuorateTarget;
import io.quorate.client.AsyncKv;
import io.quorate.client.Consistency;
import io.quorate.client.QuorateClient;
import io.quorate.client.ReadPreference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** Clients of Quorate as {@code quorate bench} has them. */
public final class QuorateClients {
  private QuorateClients() {}

  /** Those for a row; {@code endpoints} are the gRPC addresses of all nodes. */
  public static Clients open(List<String> endpoints, Row row) {
    var clients = new ArrayList<QuorateClient>();
    for (var i = 0; i < row.connections(1); i++) clients.add(client(endpoints));
    var targets = clients.stream().map(client -> target(client.kv().async(), row.work())).toList();
    return new Clients(targets, () -> close(clients));
  }

  // What the replies of one frame set off leaves in one frame again.
  private static QuorateClient client(List<String> endpoints) {
    return QuorateClient.builder()
        .endpoints(endpoints)
        .clientName("bench")
        .callbacks(Runnable::run)
        .build();
  }

  private static QuorateTarget target(AsyncKv kv, Work work) {
    return new QuorateTarget(kv, reading(kv, work));
  }

  private static AsyncKv reading(AsyncKv kv, Work work) {
    return switch (work) {
      case PUT, GET -> kv;
      case GET_LEASE -> kv.withConsistency(Consistency.LEASE);
      case GET_FOLLOWER -> kv.withPreference(ReadPreference.SECONDARY);
      case GET_EVENTUAL ->
          kv.withConsistency(Consistency.EVENTUAL).withPreference(ReadPreference.SECONDARY);
    };
  }

  /** All at once: each waits a moment for its farewell. */
  private static void close(List<QuorateClient> clients) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var client : clients) threads.execute(client::close);
    }
  }
}
