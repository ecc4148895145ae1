package io.quorate.server.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * What the settings amount to when something fails.
 *
 * @param writeBytesPerSecond how fast the log is assumed to grow; at least 1
 */
record Meaning(NodeConfig config, long writeBytesPerSecond) {
  Meaning {
    if (writeBytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "write rate must be at least 1 byte per second; found " + writeBytesPerSecond);
    }
  }

  /** A leader that dies just before its next heartbeat is due is missed soonest. */
  Duration detectedAfterMin() {
    return config.raft().electionTimeoutMin().minus(config.raft().heartbeatInterval());
  }

  /**
   * Ratis sleeps a random time-out; when the leader was heard during it, it sleeps a full one
   * again.
   */
  Duration detectedAfterMax() {
    return config.raft().electionTimeoutMax().multipliedBy(2);
  }

  int voters() {
    return config.members().size();
  }

  int failuresTolerated() {
    return Math.max(0, (voters() - 1) / 2);
  }

  /** How long a node may be away and still catch up from the log. */
  Duration outageCovered() {
    Duration bySize = Duration.ofSeconds(config.raft().logKeepBytes() / writeBytesPerSecond);
    Duration byTime = config.raft().logKeepTime();
    return bySize.compareTo(byTime) < 0 ? bySize : byTime;
  }

  /** Of what these settings bound; the JVM's own heap and threads come on top. */
  long memoryBytes() {
    return config.state().memtable()
        + config.state().blockCache()
        + config.raft().logCacheBytes()
        + config.proposals().maxQueueBytes()
        + config.transfer().memoryBytes();
  }

  String text() {
    return """
    Detection  A leader that dies is missed after %s to %s; then one election follows. A leader cut off from the majority
               steps down after %s. %s
    Disk       A leader whose disk takes no writes for %s gives leadership up, and comes back when it does.
    Failures   %s
    Outage     The log keeps %s, at most %s old: at %s of writes per second a node may be away for %s and catch up from
               the log. Longer: it fetches a checkpoint.
    Memory     Up to %s by these settings (memtables, block cache, log cache, write queue, transfers), beside the heap
               that the rest of the JVM needs.
    """
        .formatted(
            Units.print(detectedAfterMin()),
            Units.print(detectedAfterMax()),
            Units.print(config.raft().electionTimeoutMax()),
            config.election().fastFailover()
                ? "One whose process dies is missed as soon as its sockets close."
                : "election.fast_failover is off.",
            Units.print(config.disk().stallTimeout()),
            failures(),
            Units.print(config.raft().logKeepBytes()),
            Units.print(config.raft().logKeepTime()),
            Units.print(writeBytesPerSecond),
            rounded(outageCovered()),
            Units.print(memoryBytes()));
  }

  private String failures() {
    int voters = voters();
    if (voters == 0) {
      return "No members are named: the node waits until it is added to a cluster, which then"
          + " decides.";
    }
    String odd =
        voters % 2 == 0 ? " An even number tolerates no more than " + (voters - 1) + " would." : "";
    return "%d initial voter%s, a majority is %d: %s may fail.%s"
        .formatted(
            voters,
            voters == 1 ? "" : "s",
            voters / 2 + 1,
            failuresTolerated() == 0 ? "none" : failuresTolerated(),
            odd);
  }

  /** Two digits are plenty for an estimate. */
  private static String rounded(Duration duration) {
    long minutes = duration.toMinutes();
    if (minutes < 2) {
      return duration.toSeconds() + " s";
    }
    return minutes < 120 ? minutes + " min" : duration.toHours() + " h";
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("detected_min_ms", detectedAfterMin().toMillis())
        .put("detected_max_ms", detectedAfterMax().toMillis())
        .put("step_down_ms", config.raft().electionTimeoutMax().toMillis())
        .put("stall_timeout_ms", config.disk().stallTimeout().toMillis())
        .put("voters", voters())
        .put("failures_tolerated", failuresTolerated())
        .put("write_bytes_per_second", writeBytesPerSecond)
        .put("outage_covered_seconds", outageCovered().toSeconds())
        .put("memory_bytes", memoryBytes());
  }
}
