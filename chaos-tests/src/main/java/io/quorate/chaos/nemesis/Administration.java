package io.quorate.chaos.nemesis;

import io.quorate.chaos.Await;
import io.quorate.chaos.Report;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.nemesis.Nemesis.Mending;
import io.quorate.client.QuorateException;
import java.time.Duration;
import java.util.List;

/** What an administrator does while others work. */
final class Administration {
  private static final Duration TRANSFER = Duration.ofSeconds(5);
  private static final int TIMES = 3;

  private Administration() {}

  static List<Nemesis> all() {
    return List.of(
        Nemesis.of("step-downs", Means.ADMIN, Toll.NONE, Administration::stepDowns),
        Nemesis.of("transfers", Means.ADMIN, Toll.NONE, Administration::transfers),
        Nemesis.of("demote-and-promote", Means.ADMIN, Toll.ONE, Administration::demote),
        Nemesis.of("replace-member", Means.ADMIN, Toll.DATA_OF_ONE, Administration::replace));
  }

  private static Mending stepDowns(Arena arena) {
    for (var i = 0; i < TIMES; i++) {
      attempt("step-down", () -> arena.cluster().client().admin().stepDown());
      arena.cluster().leader();
    }
    return () -> {};
  }

  private static Mending transfers(Arena arena) {
    for (var i = 0; i < TIMES; i++) {
      var target = arena.takeFollower();
      attempt(
          "transfer to " + target,
          () -> arena.cluster().client().admin().transferLeadership(target.name(), TRANSFER));
      arena.release(target);
    }
    return () -> {};
  }

  /** A transfer may be refused, or not be taken in time: nothing is lost then. */
  private static void attempt(String what, Runnable call) {
    try {
      call.run();
    } catch (QuorateException otherwise) {
      Report.line("%s: %s", what, String.valueOf(otherwise.getMessage()));
    }
  }

  private static Mending demote(Arena arena) {
    var victim = arena.takeFollower();
    var admin = arena.cluster().client().admin();
    insist(
        arena,
        "demote " + victim,
        () -> admin.demoteNode(victim.name()),
        () -> !votes(arena, victim));
    return () -> {
      insist(
          arena,
          "promote " + victim,
          () -> admin.promoteNode(victim.name()),
          () -> votes(arena, victim));
      arena.release(victim);
    };
  }

  /** A member is removed, and comes back as a new one with an empty disk. */
  private static Mending replace(Arena arena) {
    var victim = arena.takeFollower();
    var cluster = arena.cluster();
    insist(
        arena,
        "remove " + victim,
        () -> cluster.client().admin().removeNode(victim.name()),
        () ->
            cluster.client().admin().status().nodes().stream()
                .noneMatch(node -> node.id().equals(victim.name())));
    victim.kill();
    victim.wipe();
    return () -> {
      victim.start();
      arena.release(victim);
    };
  }

  private static boolean votes(Arena arena, ClusterNode node) {
    return arena.cluster().status(node).voter();
  }

  /** Calls of the administrator are sent once; whoever makes them looks what became of them. */
  private static void insist(
      Arena arena, String what, Runnable call, Await.Question<Boolean> done) {
    Await.until(
        what,
        Cluster.SOON,
        () -> {
          if (!done.ask()) {
            call.run();
          }
          return done.ask();
        },
        arena.cluster()::describe);
  }
}
