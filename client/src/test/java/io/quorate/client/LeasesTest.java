package io.quorate.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.client.FakeCluster.Reaction;
import io.quorate.proto.v1.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private final FakeCluster cluster = new FakeCluster(1);
  private final QuorateClient client = cluster.client().build();

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private long renewals() {
    return cluster.applied().stream()
        .filter(write -> write.getOperation().hasLeaseKeepAlive())
        .count();
  }

  @Test
  void aLeaseIsKeptAliveUntilItIsGone() {
    var lease = client.leases().grant(Duration.ofSeconds(1));
    assertEquals(7, lease.id());
    try (var keeper = client.leases().autoKeepAlive(lease)) {
      await().until(() -> renewals() >= 2);
      assertFalse(keeper.ended().isDone());
      cluster.script(
          (node, request) ->
              request.getWrite().getOperation().hasLeaseKeepAlive()
                  ? Reaction.error(ErrorCode.NOT_FOUND)
                  : Reaction.SERVE);
      await().until(() -> keeper.ended().isCompletedExceptionally());
    }
  }

  @Test
  void aClosedKeeperRenewsNoMore() {
    var keeper = client.leases().autoKeepAlive(client.leases().grant(Duration.ofSeconds(1)));
    keeper.close();
    assertTrue(keeper.ended().isDone());
  }
}
