package io.quorate.server;

import io.quorate.proto.v1.LeadershipIntent;
import io.quorate.server.ailment.DiskStalls;
import io.quorate.server.disk.DiskHealth;
import io.quorate.server.disk.DiskWatchdog;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.RaftReplicator;
import io.quorate.server.topology.leadership.Announcer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node does when its disk takes no writes: it leads no more, tells the others so, and is
 * back when the disk is. Logs last, because the log may be on the same disk.
 */
record SelfFencing(RaftReplicator replicator, DiskStalls stalls, Announcer announcer)
    implements DiskWatchdog.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(SelfFencing.class);

  @Override
  public void changed(DiskHealth health, String reason, long sinceNanos) {
    switch (health) {
      case HEALTHY -> {
        stalls.ended(sinceNanos);
        replicator.unfence();
        LOG.warn("the disk takes writes again: {}", reason);
      }
      case STALLED, FAILING -> {
        stalls.began(sinceNanos);
        replicator.fence(reason);
        resign(reason);
        LOG.warn("the disk takes no writes, and this node leads no more until it does: {}", reason);
      }
    }
  }

  /** With no target: the others elect at once. */
  private void resign(String reason) {
    Leadership now = replicator.leadership();
    if (now.leads()) {
      announcer.announce(
          LeadershipIntent.newBuilder()
              .setNodeId(replicator.self())
              .setTerm(now.term())
              .setTrigger("disk_stalled")
              .setReason(reason)
              .build());
    }
  }
}
