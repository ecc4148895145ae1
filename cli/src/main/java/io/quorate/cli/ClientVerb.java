package io.quorate.cli;

import io.quorate.client.QuorateClient;

/** A verb that talks to the cluster: it is given a client, which is closed afterwards. */
public abstract class ClientVerb extends Verb {
  /** The work, bounded by {@code --timeout} per call. */
  protected abstract int run(QuorateClient client) throws Exception;

  @Override
  public final Integer call() throws Exception {
    try (var client = connect()) {
      return run(client);
    }
  }

  private QuorateClient connect() {
    try {
      return QuorateClient.builder()
          .endpoints(root().endpoints())
          .timeout(root().timeout())
          .clientName("quorate-cli")
          .build();
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }
}
