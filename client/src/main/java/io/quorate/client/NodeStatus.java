package io.quorate.client;

/**
 * A node as it describes itself, or as the leader does when it is out of reach.
 *
 * @param id node name
 * @param nodeId UUID of its data directory
 * @param address gRPC, {@code host:port}
 * @param role leader, follower, candidate, learner or none
 * @param state starting, joining, running, syncing, lagging, draining, disk_full, disk_stalled,
 *     halted or unreachable
 * @param durableIndex what its store would still have after a power cut
 * @param lagMs -1 = not known
 * @param leader name of the node that it follows
 * @param digest hexadecimal root of the maintained digest, as of {@code digestIndex}
 * @param operations operation counter of its state
 * @param timeMs cluster time of the last applied entry
 * @param reason why it does not serve
 * @param keys estimate
 * @param bytesReceived by checkpoint transfers since it started
 * @param fullSyncs checkpoint transfers completed since it started
 * @param logBytesReceived log bytes appended since it started
 */
public record NodeStatus(
    String id,
    String nodeId,
    String address,
    String raft,
    String http,
    String role,
    boolean voter,
    String state,
    boolean reachable,
    String reason,
    String leader,
    boolean leaderReady,
    long term,
    long appliedIndex,
    long durableIndex,
    long commitIndex,
    long lagEntries,
    long lagOperations,
    long lagBytes,
    long lagMs,
    String version,
    String digest,
    long digestIndex,
    long operations,
    long logStartIndex,
    long logBytes,
    long timeMs,
    long clockOffsetMs,
    long keys,
    long bytesReceived,
    long fullSyncs,
    long logBytesReceived) {}
