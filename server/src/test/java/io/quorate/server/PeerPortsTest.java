package io.quorate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quorate.proto.v1.NodeStatus;
import io.quorate.server.replication.PeerAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PeerPortsTest {
  private static final PeerAddress PEER = new PeerAddress("id", "n1", "n1:0", "n1:1", "n1:2");
  private final List<CompletableFuture<NodeStatus>> asked = new ArrayList<>();
  private final PeerPorts ports =
      new PeerPorts(
          (peer, timeout) -> {
            asked.add(new CompletableFuture<>());
            return asked.getLast();
          },
          Runnable::run);

  @Test
  void isAskedOnceAndKnownWhenAnswered() {
    assertEquals(Optional.empty(), ports.apply(PEER));
    assertEquals(Optional.empty(), ports.apply(PEER));
    assertEquals(1, asked.size());
    asked.getFirst().complete(NodeStatus.newBuilder().setPeerLink("host-1:7403").build());
    assertEquals(
        Optional.of(InetSocketAddress.createUnresolved("host-1", 7403)), ports.apply(PEER));
  }

  @Test
  void anOlderNodeHasNone() {
    assertEquals(Optional.empty(), ports.apply(PEER));
    asked.getFirst().complete(NodeStatus.getDefaultInstance());
    assertEquals(Optional.empty(), ports.apply(PEER));
  }

  @Test
  void anAddressOfVersionSixStandsInBrackets() {
    assertEquals(
        Optional.of(InetSocketAddress.createUnresolved("::1", 7403)),
        PeerPorts.parse("[::1]:7403"));
  }
}
