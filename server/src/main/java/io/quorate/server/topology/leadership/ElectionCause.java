package io.quorate.server.topology.leadership;

import io.quorate.proto.v1.LeadershipIntent;
import io.quorate.server.ailment.Ailment;
import io.quorate.server.failover.Sight;
import io.quorate.server.replication.LeaderHistory.Led;
import io.quorate.server.replication.Membership;
import java.util.Optional;

/**
 * Why a leader was replaced, from what the nodes saw themselves.
 *
 * @param trigger what began the election: bootstrap, timeout, process_gone, transfer, step_down,
 *     drain, stop, remove, demote, disk_stalled, restart, lost_quorum or unknown
 * @param kind what was measured to be behind it, in a word: process_gone, link_lost, pause, gc,
 *     disk_stall, asked, founded, restarted or unknown
 * @param cause one sentence for people
 */
record ElectionCause(String trigger, String kind, String cause) {

  /**
   * What is known when it is recorded.
   *
   * @param self peer id of the new leader, this node
   * @param first no election of this group has been recorded before
   * @param former the leader before
   * @param announced by it
   * @param silenceMs from its last sign to this node's candidacy; -1 = not measured
   * @param own what ailed this node when it lost leadership itself
   */
  record Scene(
      String self,
      boolean first,
      Led former,
      Optional<LeadershipIntent> announced,
      long silenceMs,
      Testimony testimony,
      Optional<Ailment> own,
      Membership membership) {}

  static ElectionCause of(Scene scene) {
    if (scene.announced().isPresent()) {
      return announced(scene.announced().get(), scene.self(), scene.membership());
    }
    if (scene.former().leader().isEmpty()) {
      return scene.first()
          ? new ElectionCause("bootstrap", "founded", "the cluster was founded")
          : new ElectionCause(
              "restart", "restarted", "no leader has been heard of since this node started");
    }
    String name = scene.membership().nameOf(scene.former().leader());
    return scene.former().leader().equals(scene.self()) ? again(name, scene) : lost(name, scene);
  }

  private static ElectionCause again(String name, Scene scene) {
    return new ElectionCause(
        "lost_quorum",
        scene.own().map(Ailment::kind).orElse("unknown"),
        name
            + " led before, "
            + scene.own().map(Ailment::cause).orElse("lost touch with a majority of the voters")
            + " and was elected again");
  }

  private static ElectionCause lost(String name, Scene scene) {
    Sight verdict = scene.testimony().verdict();
    String witnesses =
        "%d of %d voters saw"
            .formatted(scene.testimony().count(verdict), scene.membership().voters().size());
    String silence =
        scene.silenceMs() < 0 ? "" : "no sign of %s for %d ms; ".formatted(name, scene.silenceMs());
    String trigger = scene.silenceMs() < 0 ? "unknown" : "timeout";
    return switch (verdict) {
      case GONE ->
          new ElectionCause(
              "process_gone",
              "process_gone",
              "the process of %s is gone: %s its connections end and new ones refused"
                  .formatted(name, witnesses));
      case SILENT ->
          new ElectionCause(
              trigger,
              "pause",
              silence + witnesses + " it take connections and say nothing: it stands still");
      case UNREACHABLE ->
          new ElectionCause(
              trigger,
              "link_lost",
              silence + witnesses + " it neither take nor refuse connections: no way leads to it");
      case ALIVE ->
          new ElectionCause(trigger, "unknown", silence + witnesses + " its process answer");
      case UNKNOWN ->
          new ElectionCause(
              trigger,
              "unknown",
              scene.silenceMs() < 0
                  ? "what happened to " + name + " was not seen"
                  : "no sign of %s for %d ms".formatted(name, scene.silenceMs()));
    };
  }

  private static ElectionCause announced(
      LeadershipIntent intent, String self, Membership membership) {
    String old = membership.nameOf(intent.getNodeId());
    String by = intent.getBy().isEmpty() ? "" : ", asked by " + intent.getBy();
    String trigger = intent.getTrigger();
    String cause =
        switch (trigger) {
          case "transfer" ->
              old + " handed leadership to " + membership.nameOf(intent.getTarget()) + by;
          case "step_down" -> old + " was told to step down" + by;
          case "drain" -> old + " is being drained" + by;
          case "stop" -> old + " was stopped";
          case "remove" -> old + " is being removed" + by;
          case "demote" -> old + " is being made a learner" + by;
          case "disk_stalled" -> "the disk of " + old + " takes no writes: " + intent.getReason();
          default -> old + " gave leadership away (" + trigger + ")" + by;
        };
    String again = intent.getNodeId().equals(self) ? ", and was elected again itself" : "";
    return new ElectionCause(
        trigger, trigger.equals("disk_stalled") ? "disk_stall" : "asked", cause + again);
  }
}
