package io.quorate.server.grpc;

import io.quorate.proto.v1.Topology;

/** Who leads and who is there, as told to clients. Any thread. */
public interface TopologySource {
  Topology current();

  /** The listener is called after each change, on any thread, and must not block. */
  Subscription onChange(Runnable listener);

  /** Ends the calls. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
