package io.quorate.server.http;

import java.util.Optional;

/**
 * What the node knows of its own state, asked anew for every probe. Any thread; may block for a
 * moment.
 */
public interface NodeHealth {
  /**
   * False only when nothing but a restart helps. Must not depend on other nodes: else a lost quorum
   * restarts the rest.
   */
  boolean live();

  /** Why reads are not served here; empty = they are. */
  Optional<String> notReadyReason();

  /**
   * Why a write sent here could not be committed now (no leader known and confirmed, disk full, …);
   * empty = it could.
   */
  Optional<String> notWritableReason();
}
