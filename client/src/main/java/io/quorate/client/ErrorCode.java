package io.quorate.client;

/**
 * One code for each thing that a caller can react to; those of the protocol, and {@link
 * #CANCELLED}.
 */
public enum ErrorCode {
  NOT_LEADER,
  UNAVAILABLE,
  OVERLOADED,
  TIMEOUT,
  LEADERSHIP_LOST,
  CONCERN_NOT_MET,
  SESSION_EXPIRED,
  STALE_SEQUENCE,
  ABANDONED,
  WRITE_LOST,
  EPOCH_CHANGED,
  PAGE_EXPIRED,
  STALENESS_NOT_MET,
  INVALID_ARGUMENT,
  TOO_LARGE,
  NOT_FOUND,
  PRECONDITION_FAILED,
  REFUSED,
  DATA_CORRUPT,
  DISK_FULL,
  INTERNAL,
  /** Only in this client: the caller was interrupted. */
  CANCELLED
}
