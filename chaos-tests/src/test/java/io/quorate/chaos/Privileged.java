package io.quorate.chaos;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Skips, aloud, what this machine does not allow; where QUORATE_REQUIRE_PRIVILEGED=true it fails
 * instead.
 */
final class Privileged {
  private Privileged() {}

  static void require(String what, Optional<String> missing) {
    if (missing.isEmpty()) {
      return;
    }
    var message = "NOT TESTED: " + what + ", because: " + missing.get();
    if ("true".equals(System.getenv("QUORATE_REQUIRE_PRIVILEGED"))) {
      throw new AssertionError(message);
    }
    Report.line("%s", message);
    Assumptions.abort(message);
  }
}
