package io.quorate.chaos.load;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;

/** The longest time in which nothing was acknowledged. Thread-safe. */
public final class Silence {
  @GuardedBy("this")
  private long last = System.nanoTime();

  @GuardedBy("this")
  private long longest;

  synchronized void interrupted() {
    var now = System.nanoTime();
    longest = Math.max(longest, now - last);
    last = now;
  }

  /** The longest since the last call, one that is still going on included. */
  public synchronized Duration longest() {
    interrupted();
    var answer = Duration.ofNanos(longest);
    longest = 0;
    return answer;
  }
}
