package io.quorate.client;

import java.util.List;

/**
 * Whether a node may be stopped now.
 *
 * @param consequences what would be lost or stop
 * @param failureToleranceAfter how many more voters may fail once it is stopped
 */
public record StopAdvice(
    boolean ok, String reason, List<String> consequences, int failureToleranceAfter) {
  public StopAdvice {
    consequences = List.copyOf(consequences);
  }
}
