package io.quorate.server.topology.operation;

import static io.quorate.server.topology.FakeReplicator.peer;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.TermIndex;
import io.quorate.engine.View;
import io.quorate.proto.v1.HelloRequest;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.StatusRequest;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Replica;
import io.quorate.server.topology.EntryVersions;
import io.quorate.server.topology.FakeNetwork;
import io.quorate.server.topology.FakeRegistry;
import io.quorate.server.topology.FakeReplicator;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.RemoteCluster;
import io.quorate.server.topology.bootstrap.Bootstrap;
import io.quorate.server.topology.bootstrap.HelloService;
import io.quorate.server.topology.bootstrap.Standing;
import io.quorate.server.topology.identity.DataDirectory;
import io.quorate.server.topology.leadership.PlayedSignals;
import io.quorate.server.topology.leadership.Testimony;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node alone, from an empty directory to a recorded election, in the order in which the node
 * starts.
 */
class TopologyTest {
  private static final class EmptyReplica implements Replica {
    @Override
    public View view() {
      throw RequestException.unavailable("not needed here");
    }

    @Override
    public TermIndex applied() {
      return new TermIndex(1, 41);
    }

    @Override
    public TermIndex durable() {
      return TermIndex.NONE;
    }

    @Override
    public CompletableFuture<Void> awaitApplied(long index) {
      return new CompletableFuture<>();
    }

    @Override
    public long generation() {
      return 0;
    }
  }

  @Test
  void aNodeStartsRegistersAndRecordsWhyItLeads(@TempDir Path temp) throws Exception {
    NodeProfile profile =
        new NodeProfile("c", "n1", "n1:0", "n1:1", "n1:2", new TreeMap<>(), "voter", "0.1.0");
    try (DataDirectory directory = DataDirectory.open(temp, "c", "n1")) {
      FakeNetwork network = new FakeNetwork();
      Standing standing = new Standing(profile, directory);
      HelloService hello = new HelloService(profile, directory, standing);
      String id =
          new Bootstrap(profile, directory, standing, network).run().voters().getFirst().id();
      assertEquals(directory.nodeId(), id);

      FakeReplicator raft =
          new FakeReplicator(id).members(java.util.List.of(peer(id, "n1")), java.util.List.of());
      FakeRegistry registry = new FakeRegistry(raft);
      RemoteCluster unused =
          (RemoteCluster)
              Proxy.newProxyInstance(
                  RemoteCluster.class.getClassLoader(),
                  new Class<?>[] {RemoteCluster.class},
                  (proxy, method, arguments) -> {
                    throw new AssertionError("nobody to forward to: " + method);
                  });
      Topology.Ports ports =
          new Topology.Ports(
              raft,
              new EmptyReplica(),
              registry,
              registry,
              new EntryVersions(() -> 1),
              network,
              (peer, timeout) -> CompletableFuture.failedFuture(RequestException.unavailable(peer)),
              unused,
              intent -> {},
              new PlayedSignals(),
              (former, term) -> Testimony.NONE,
              status -> status.setKeys(3));
      try (Topology topology = new Topology(profile, directory, hello, ports)) {
        topology.start();
        raft.lead(1);
        await().until(() -> registry.nodes().containsKey(id) && !registry.elections(1).isEmpty());
        assertEquals("bootstrap", registry.elections(1).getFirst().trigger());
        assertEquals("n1:0", hello.hello(HelloRequest.getDefaultInstance()).getLeaderGrpc());
        var status = topology.calls().status(StatusRequest.getDefaultInstance()).join();
        assertTrue(status.getWritable(), status::toString);
        NodeStatus own = status.getNodes(0);
        assertEquals("leader", own.getRole());
        assertEquals("running", own.getState());
        assertEquals(41, own.getAppliedIndex());
        assertEquals(3, own.getKeys());
      }
    }
  }
}
