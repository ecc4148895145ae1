package io.quorate.history.check;

import io.quorate.history.Operation;
import io.quorate.history.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the versions that replies carried say by themselves: each names one value, once. */
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
    return Optional.empty();
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
