package io.quorate.server.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code current} directory of a Raft group as Ratis names its files: {@code
 * log_<start>-<end>}, {@code log_inprogress_<start>}.
 */
public final class LogDirectory {
  private static final Pattern SEGMENT =
      Pattern.compile("log_(?:(\\d{1,18})-(\\d{1,18})|inprogress_(\\d{1,18}))");

  private LogDirectory() {}

  /**
   * The segments in order of their start; empty when the directory is absent. A file that goes away
   * meanwhile is left out.
   */
  public static List<LogSegmentFile> scan(Path current) throws IOException {
    List<LogSegmentFile> segments = new ArrayList<>();
    if (!Files.isDirectory(current)) {
      return segments;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(current, "log_*")) {
      for (Path file : files) {
        Matcher name = SEGMENT.matcher(file.getFileName().toString());
        if (name.matches()) {
          add(segments, file, name);
        }
      }
    }
    segments.sort(
        Comparator.comparingLong(LogSegmentFile::start).thenComparing(LogSegmentFile::isOpen));
    return segments;
  }

  private static void add(List<LogSegmentFile> segments, Path file, Matcher name)
      throws IOException {
    boolean open = name.group(3) != null;
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return;
    }
    segments.add(
        new LogSegmentFile(
            file,
            Long.parseLong(open ? name.group(3) : name.group(1)),
            open ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(name.group(2))),
            attributes.size(),
            attributes.lastModifiedTime().toInstant()));
  }
}
