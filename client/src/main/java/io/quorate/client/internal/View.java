package io.quorate.client.internal;

import io.quorate.client.ClientSettings;
import io.quorate.client.Consistency;
import io.quorate.client.ReadPreference;
import io.quorate.client.Token;
import io.quorate.client.WriteConcern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a view of the client asks of its reads and writes. */
record View(
    Duration timeout,
    Consistency consistency,
    ReadPreference preference,
    WriteConcern concern,
    @Nullable Token token) {

  static View of(ClientSettings settings) {
    return new View(
        settings.timeout(),
        settings.consistency(),
        settings.preference(),
        settings.concern(),
        null);
  }

  View with(Consistency wanted) {
    return new View(timeout, wanted, preference, concern, token);
  }

  /** Reads see at least {@code seen}: besides what SESSION demands, instead of anything else. */
  View seeing(Token seen) {
    var wanted = consistency.equals(Consistency.SESSION) ? consistency : Consistency.atLeast(seen);
    return new View(timeout, wanted, preference, concern, seen);
  }

  View with(ReadPreference wanted) {
    return new View(timeout, consistency, wanted, concern, token);
  }

  View with(WriteConcern wanted) {
    return new View(timeout, consistency, preference, wanted, token);
  }

  View with(Duration bound) {
    if (bound.isNegative() || bound.isZero()) {
      throw new IllegalArgumentException("a timeout is more than nothing; found " + bound);
    }
    return new View(bound, consistency, preference, concern, token);
  }
}
