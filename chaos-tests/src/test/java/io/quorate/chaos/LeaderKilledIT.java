package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.load.FirstWrite;
import io.quorate.chaos.load.Load;
import io.quorate.client.Election;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** The leader dies under load, again and again. */
class LeaderKilledIT {
  private static final int KILLS = Scale.of(4, 20);
  private static final int WRITERS = 8;

  /** Far beyond any promise: timing on a shared machine proves nothing else. */
  private static final Duration ABSURD = Duration.ofSeconds(15);

  @Test
  void losesNoAcknowledgedWriteAndOneClientGoesOn() throws Exception {
    Cluster.named("leader-killed")
        .preset("lan")
        .set("election.warm_up", "true")
        .run(this::killAgainAndAgain);
  }

  private void killAgainAndAgain(Cluster cluster) {
    var gaps = new ArrayList<Long>();
    try (var load = Load.start(cluster.client(), WRITERS)) {
      for (var kill = 1; kill <= KILLS; kill++) {
        load.awaitAcknowledged(50);
        gaps.add(killOnce(cluster, kill).toMillis());
        load.awaitAcknowledged(50);
      }
      load.stop();
      Report.line("leader killed %d times: %s", KILLS, load.ledger());
      load.verify(cluster);
    }
    gaps.sort(null);
    Report.line(
        "kill to first acknowledged write: median %d ms, worst %d ms, all %s",
        gaps.get(gaps.size() / 2), gaps.getLast(), gaps);
    assertTrue(gaps.getLast() < ABSURD.toMillis());
  }

  private Duration killOnce(Cluster cluster, int number) {
    var victim = cluster.leader();
    var term = cluster.status(victim).term();
    var start = System.nanoTime();
    victim.kill();
    var gap = FirstWrite.after(start, cluster.client(), ABSURD);
    var election = recorded(cluster, term);
    Report.line(
        "kill %d: %s → %s by %s, detected %d ms, elected %d ms, unavailable %d ms, first write %d"
            + " ms (the client's measure)",
        number,
        victim,
        election.to(),
        election.trigger(),
        election.detectedMs(),
        election.electedMs(),
        election.unavailableMs(),
        gap.toMillis());
    victim.start();
    cluster.awaitAllServing();
    return gap;
  }

  /**
   * The change to a leader that serves; one between that died or gave up too early has no record.
   */
  private Election recorded(Cluster cluster, long afterTerm) {
    return Await.value(
        "the change of leadership after term " + afterTerm + " is on record",
        Cluster.SOON,
        () ->
            cluster.client().admin().elections(5).stream()
                .findFirst()
                .filter(election -> election.term() > afterTerm),
        () -> cluster.client().admin().elections(5).toString());
  }
}
