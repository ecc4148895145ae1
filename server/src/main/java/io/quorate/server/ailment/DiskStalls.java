package io.quorate.server.ailment;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/** When the disk last took no writes. Thread-safe. */
public final class DiskStalls {
  @GuardedBy("this")
  private @Nullable Spell last;

  @GuardedBy("this")
  private boolean ended = true;

  public synchronized void began(long nanos) {
    if (ended) {
      last = new Spell(nanos, nanos);
      ended = false;
    }
  }

  public synchronized void ended(long nanos) {
    Spell spell = last;
    if (spell != null && !ended) {
      last = new Spell(spell.startNanos(), nanos);
      ended = true;
    }
  }

  /** The last stall if it touches this stretch of time; one that goes on ends at its end. */
  synchronized @Nullable Spell between(long fromNanos, long untilNanos) {
    Spell spell = last;
    if (spell == null) {
      return null;
    }
    Spell whole = ended ? spell : new Spell(spell.startNanos(), untilNanos);
    return whole.within(fromNanos, untilNanos) > 0 ? whole : null;
  }
}
