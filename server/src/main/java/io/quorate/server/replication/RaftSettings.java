package io.quorate.server.replication;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What Ratis is told, in our words; {@link RatisProperties} translates.
 *
 * @param storage folder of the log; every UUID-named folder in it is started as a group
 * @param bindHost where Ratis' server port listens
 * @param port of Ratis between nodes
 * @param clientPort and {@code adminPort}: Ratis' own client and admin services, on loopback only
 * @param electionTimeoutMin and {@code Max}: a follower waits a random time between them before it
 *     campaigns
 * @param heartbeatInterval of the leader; below half of the minimum
 * @param stagingCatchupGap a new voter may be this many entries behind when it begins to count
 * @param stepDownWait how long a leader that lost its majority does not campaign
 * @param appenderBytes most bytes in one append; an entry is never larger
 */
public record RaftSettings(
    Path storage,
    String bindHost,
    int port,
    int clientPort,
    int adminPort,
    Duration electionTimeoutMin,
    Duration electionTimeoutMax,
    Duration heartbeatInterval,
    Duration requestTimeout,
    Duration stepDownWait,
    Duration stagingTimeout,
    long stagingCatchupGap,
    Duration slownessTimeout,
    long segmentBytes,
    long preallocatedBytes,
    int segmentCacheMax,
    long segmentCacheBytes,
    long appenderBytes) {
  Duration electionTimeoutMean() {
    return electionTimeoutMin.plus(electionTimeoutMax).dividedBy(2);
  }
}
