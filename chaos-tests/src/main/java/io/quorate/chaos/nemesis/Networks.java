package io.quorate.chaos.nemesis;

import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.Network;
import io.quorate.chaos.nemesis.Nemesis.Mending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What happens between nodes, and between one and its clients. */
final class Networks {
  private static final int LOST_PERCENT = 30;
  private static final int SLOW_KILOBITS = 400;
  private static final Duration DELAY = Duration.ofMillis(10);
  private static final Duration JITTER = Duration.ofMillis(40);
  private static final int MOST_FLAP_MS = 1_500;
  private static final int RESETS = 5;

  private Networks() {}

  static List<Nemesis> all() {
    return List.of(
        of("leader-alone", Toll.ONE, Networks::leaderAlone),
        of("minority-cut-off", Toll.MINORITY, Networks::minority).gradual(),
        of("bridge", Toll.ONE, Networks::bridge).gradual(),
        of("one-way", Toll.ONE, Networks::oneWay).gradual(),
        of("flapping", Toll.ONE, Networks::flapping).gradual(),
        of("reset-links", Toll.NONE, Networks::resetting),
        of("refusing-firewall", Toll.ONE, Networks::refusing),
        of("lossy", Toll.ONE, Networks::lossy).gradual(),
        of("slow-link", Toll.ONE, Networks::slow).gradual(),
        of("delayed", Toll.ONE, Networks::delayed).gradual(),
        of("lost-replies", Toll.NONE, Networks::lostReplies).gradual());
  }

  private static Nemesis of(String name, Toll toll, Nemesis.Strike strike) {
    return Nemesis.of(name, Means.NETWORK, toll, strike);
  }

  private static Network network(Arena arena) {
    return arena.network().orElseThrow();
  }

  private static Mending healing(Arena arena, ClusterNode victim) {
    return () -> {
      network(arena).heal();
      arena.release(victim);
    };
  }

  /** Until there is another: then two take themselves for the leader, or one just did. */
  private static Mending leaderAlone(Arena arena) throws Exception {
    var victim = arena.takeLeader();
    var healing = healing(arena, victim);
    network(arena).isolate(victim, arena.cluster().nodes());
    try {
      arena.awaitOtherLeader(victim);
    } catch (AssertionError e) {
      healing.mend();
      throw e;
    }
    return healing;
  }

  /** The largest minority, and its members still see one another. */
  private static Mending minority(Arena arena) {
    var nodes = arena.cluster().nodes();
    var first = arena.takeAny();
    var inside =
        nodes.stream()
            .filter(node -> node != first && !arena.busy().contains(node))
            .limit((nodes.size() - 1) / 2 - 1)
            .toList();
    for (var node : nodes) {
      if (node != first && !inside.contains(node)) {
        network(arena).cut(first, node);
        inside.forEach(member -> network(arena).cut(member, node));
      }
    }
    return healing(arena, first);
  }

  /** The leader and another do not see each other; all others see both. */
  private static Mending bridge(Arena arena) {
    var one = arena.takeLeader();
    var other = arena.takeFollower();
    network(arena).cut(one, other);
    return () -> {
      arena.release(other);
      healing(arena, one).mend();
    };
  }

  /** Nothing that one node sends arrives; or nothing that is sent to it. */
  private static Mending oneWay(Arena arena) {
    var victim = arena.takeLeader();
    var mute = arena.random().nextBoolean();
    for (var other : arena.cluster().nodes()) {
      if (other != victim && mute) {
        network(arena).cutOneWay(victim, other);
      } else if (other != victim) {
        network(arena).cutOneWay(other, victim);
      }
    }
    return healing(arena, victim);
  }

  /** All peer links of the leader break, again and again, and can be made anew at once. */
  private static Mending resetting(Arena arena) throws Exception {
    var leader = arena.cluster().leader();
    for (var reset = 0; reset < RESETS; reset++) {
      for (var other : arena.cluster().nodes()) {
        if (other != leader) {
          network(arena).reset(other, leader, leader.linkPort());
          network(arena).reset(leader, other, other.linkPort());
        }
      }
      Thread.sleep(arena.random().nextInt(MOST_FLAP_MS) / RESETS);
    }
    return () -> {};
  }

  /** To all others the leader's process looks gone, while it leads and they hear from it. */
  private static Mending refusing(Arena arena) {
    var victim = arena.takeLeader();
    for (var other : arena.cluster().nodes()) {
      if (other != victim) {
        network(arena).refuse(other, victim, victim.linkPort());
      }
    }
    return healing(arena, victim);
  }

  private static Mending lossy(Arena arena) {
    var victim = arena.takeAny();
    network(arena).lose(victim, LOST_PERCENT);
    return healing(arena, victim);
  }

  private static Mending slow(Arena arena) {
    var victim = arena.takeFollower();
    network(arena).slow(victim, SLOW_KILOBITS);
    return () -> {
      network(arena).unslow(victim);
      arena.release(victim);
    };
  }

  /** Packets come late, and not in the order in which they were sent. */
  private static Mending delayed(Arena arena) {
    var victim = arena.takeAny();
    network(arena).delay(victim, DELAY, JITTER, arena.random().split());
    return () -> {
      network(arena).undelay(victim);
      arena.release(victim);
    };
  }

  /** Cut off and back, again and again, for times around that of an election. */
  private static Mending flapping(Arena arena) {
    var victim = arena.takeLeader();
    var mending =
        againAndAgain(
            arena,
            () -> network(arena).isolate(victim, arena.cluster().nodes()),
            network(arena)::heal);
    return () -> {
      mending.mend();
      arena.release(victim);
    };
  }

  /** The leader does what clients ask, and they do not hear of it: their connections break then. */
  private static Mending lostReplies(Arena arena) {
    var leader = arena.cluster().leader();
    return againAndAgain(
        arena,
        () -> network(arena).mute(leader, leader.port()),
        () -> network(arena).unmute(leader, leader.port()));
  }

  /** Strikes and mends in turns, for times around that of an election, until it is mended. */
  private static Mending againAndAgain(Arena arena, Runnable strike, Runnable mend) {
    var random = arena.random().split();
    var stop = new CountDownLatch(1);
    var failure = new AtomicReference<@Nullable Throwable>();
    var thread =
        Thread.ofPlatform()
            .name("flapping")
            .start(
                () -> {
                  try {
                    do {
                      strike.run();
                      stop.await(random.nextInt(MOST_FLAP_MS), TimeUnit.MILLISECONDS);
                      mend.run();
                    } while (!stop.await(random.nextInt(MOST_FLAP_MS), TimeUnit.MILLISECONDS));
                  } catch (Throwable e) {
                    failure.set(e);
                  }
                });
    return () -> {
      stop.countDown();
      thread.join();
      var failed = failure.get();
      if (failed != null) {
        throw new AssertionError("the network could not be cut or healed", failed);
      }
    };
  }
}
