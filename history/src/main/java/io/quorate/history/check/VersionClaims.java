package io.quorate.history.check;

import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import io.quorate.history.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the versions that replies carried say by themselves: each names one value, once, and a write
 * that expected one made the next.
 */
record VersionClaims(String key, List<Operation> operations) {

  Optional<Violation> violation() {
    var writers = new HashMap<Version, Operation>();
    for (var write : operations) {
      var version = write.version();
      if (!write.ok() || !write.mutates() || version == null || isDelete(write)) {
        continue;
      }
      var other = writers.putIfAbsent(version, write);
      if (other != null) {
        return violation(other, write, "%s and %s were both acknowledged with version " + version);
      }
    }
    var values = new HashMap<Version, Operation>();
    for (var read : operations) {
      var version = read.version();
      if (!read.ok() || read.mutates() || version == null || read.result() == null) {
        continue;
      }
      var writer = writers.get(version);
      if (writer != null && !Objects.equals(writer.written(), read.result())) {
        return violation(
            writer, read, "%s wrote version " + version + ", for which %s returned another value");
      }
      var other = values.putIfAbsent(version, read);
      if (other != null && !Objects.equals(other.result(), read.result())) {
        return violation(other, read, "%s and %s returned different values of version " + version);
      }
    }
    return brokenPrecondition(writers);
  }

  /** A write that replaced another version than it expected, or was refused on the very one. */
  private Optional<Violation> brokenPrecondition(Map<Version, Operation> writers) {
    for (var write : operations) {
      var expected = write.details().expected();
      var version = write.version();
      if (expected == null || version == null || !tellsWhatItMet(write)) {
        continue;
      }
      var met = write.ok() ? version.previous() : version;
      if (met.meets(expected) == write.ok()) {
        continue;
      }
      var replaced = write.ok() ? writers.get(met) : null;
      var why =
          write.ok()
              ? "%s was acknowledged with version %s, so it replaced %s"
                  .formatted(write.describe(), version, described(met, replaced))
              : "%s was refused, although it found version %s".formatted(write.describe(), met);
      return Optional.of(
          new Violation(
              "broken-precondition",
              key,
              replaced == null ? List.of(write) : List.of(replaced, write),
              why));
    }
    return Optional.empty();
  }

  /** Whether its version says what the key had before: a delete that took effect leaves none. */
  private static boolean tellsWhatItMet(Operation write) {
    return write.ok() ? write.mutates() && !isDelete(write) : write.outcome() == Outcome.FAIL;
  }

  private static String described(Version version, @Nullable Operation writer) {
    if (writer != null) {
      return writer.describe();
    }
    return version.number() == 0 ? "nothing" : "version " + version;
  }

  private static boolean isDelete(Operation operation) {
    return operation.f().equals(Operation.DELETE);
  }

  private Optional<Violation> violation(Operation one, Operation other, String why) {
    return Optional.of(
        new Violation(
            "version-conflict",
            key,
            List.of(one, other),
            why.formatted(one.describe(), other.describe())));
  }
}
