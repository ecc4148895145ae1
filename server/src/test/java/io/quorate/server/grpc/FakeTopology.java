package io.quorate.server.grpc;

import io.quorate.proto.v1.Topology;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A topology that a test changes. */
final class FakeTopology implements TopologySource {
  final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Topology now = Topology.newBuilder().setTerm(1).setLeader("n1:7400").build();

  @Override
  public Topology current() {
    return now;
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void change(Topology topology) {
    now = topology;
    listeners.forEach(Runnable::run);
  }
}
