package io.quorate.server.topology.identity;

import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ended identities left in the data directory, {@code old-ID/}: the newest is kept for whoever
 * wants to look into it, the others would only fill the disk.
 */
final class OldIdentities {
  private static final Logger LOG = LoggerFactory.getLogger(OldIdentities.class);
  private static final Pattern NAME = Pattern.compile("old-\\p{XDigit}{8}(-\\p{XDigit}{4,12}){4}");

  private record Left(Path directory, FileTime changed) {}

  private OldIdentities() {}

  static Path of(Path root, String id) {
    return root.resolve("old-" + id);
  }

  /** Deletes all but the newest; what cannot be deleted stays until the next start. */
  static void prune(Path root) throws IOException {
    List<Left> left = new ArrayList<>();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.toList()) {
        if (NAME.matcher(entry.getFileName().toString()).matches()
            && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          left.add(new Left(entry, Files.getLastModifiedTime(entry)));
        }
      }
    }
    left.sort(Comparator.comparing(Left::changed).reversed());
    for (Left older : left.subList(Math.min(1, left.size()), left.size())) {
      try {
        DurableFiles.deleteTree(older.directory);
        LOG.info("Deleted {}: {} is newer", older.directory, left.getFirst().directory);
      } catch (IOException e) {
        LOG.warn("{} is not needed and cannot be deleted: {}", older.directory, e.toString());
      }
    }
  }
}
