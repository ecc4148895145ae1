package io.quorate.server.transfer;

import java.util.Optional;

/**
 * How the receiving of checkpoints goes, at one instant.
 *
 * @param bytesReceived of the current or last checkpoint, those found on disk after a resume
 *     included
 * @param bytesTotal of the current or last checkpoint; 0 = none since the start
 * @param fullSyncs checkpoints received whole since the start
 * @param retries failed attempts since the start
 * @param lastError of the newest failed attempt
 */
public record TransferStats(
    long bytesReceived,
    long bytesTotal,
    long fullSyncs,
    long retries,
    Optional<String> lastError) {}
