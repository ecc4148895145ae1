package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.Privileges;
import io.quorate.chaos.fault.WallClock;
import io.quorate.client.Lease;
import io.quorate.client.PutOptions;
import io.quorate.client.QuorateClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The wall clock of the leader jumps two days ahead, past every time to live. */
class WallClockJumpIT {
  private static final Duration JUMP = Duration.ofDays(2);
  private static final Duration TTL = Duration.ofMinutes(10);

  /** Cluster time that must pass in entries after each change, so that an expiry would be seen. */
  private static final long WATCHED_MS = 1_500;

  private static final Path FOLDER = Path.of("target", "chaos", "clock");

  /** What must outlive every jump. */
  private record Bound(Lease lease, QuorateClient quiet, long sessionId, long grantedAt) {}

  @Test
  void expiresNoLeaseAndNoSession() throws Exception {
    Privileged.require("a wrong wall clock", Privileges.missingForClocks());
    var clock = WallClock.compile(FOLDER);
    Cluster.named("wall-clock")
        .environment(clock::environment)
        .run(cluster -> jump(cluster, clock));
  }

  private void jump(Cluster cluster, WallClock clock) {
    try (var quiet = cluster.clientBuilder().build()) {
      jump(cluster, clock, quiet);
    }
  }

  private void jump(Cluster cluster, WallClock clock, QuorateClient quiet) {
    var lease = cluster.client().leases().grant(TTL);
    var put = quiet.kv().put("bound", "1", PutOptions.defaults().withLease(lease.id()));
    var sessionId = put.write().operationId().sessionId();
    var bound = new Bound(lease, quiet, sessionId, System.nanoTime());

    var wrong = cluster.leader();
    clock.set(wrong, JUMP);
    watch(cluster, bound, "the leader's clock jumped ahead");

    var other = cluster.followers().getFirst();
    lead(cluster, other);
    watch(cluster, bound, "leadership left the wrong clock");

    lead(cluster, wrong);
    watch(cluster, bound, "leadership came to the wrong clock");

    clock.set(wrong, Duration.ZERO);
    watch(cluster, bound, "the clock jumped back");
  }

  // A node with a wrong clock may be avoided as leader; then it is made the only choice.
  private void lead(Cluster cluster, ClusterNode target) {
    Await.until(
        target + " leads",
        Cluster.SOON,
        () -> {
          if (cluster.leader() != target) {
            cluster.client().admin().transferLeadership(target.name(), Duration.ofSeconds(5));
          }
          return cluster.leader() == target;
        },
        cluster::describe);
  }

  private void watch(Cluster cluster, Bound bound, String when) {
    var start = System.nanoTime();
    var timeAtFirst = cluster.status(cluster.leader()).timeMs();
    Await.until(
        "cluster time goes on after " + when,
        Cluster.SOON,
        () -> {
          cluster.client().kv().put("noise", "x");
          return cluster.status(cluster.leader()).timeMs() - timeAtFirst >= WATCHED_MS;
        },
        cluster::describe);
    var passed = cluster.status(cluster.leader()).timeMs() - timeAtFirst;
    var real = (System.nanoTime() - start) / 1_000_000;
    Report.line("%s: cluster time went %d ms in %d ms", when, passed, real);
    assertTrue(passed < real * 1.2 + 1_000, "cluster time jumped by " + passed + " ms");

    var kept = cluster.client().leases().get(bound.lease().id()).orElseThrow();
    var age = Duration.ofNanos(System.nanoTime() - bound.grantedAt());
    assertTrue(
        kept.lease().remaining().compareTo(TTL.minus(age.multipliedBy(2)).minusSeconds(2)) > 0,
        () -> when + ": of the lease remains only " + kept.lease().remaining() + " after " + age);
    assertEquals("1", cluster.client().kv().get("bound").valueString().orElse("expired"));
    var put = bound.quiet().kv().put("session", when);
    assertEquals(bound.sessionId(), put.write().operationId().sessionId(), "the session is known");
  }
}
