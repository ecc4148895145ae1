package io.quorate.cli.drill.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A mounted file system, as {@code /proc/self/mountinfo} shows it.
 *
 * @param point where it is mounted
 * @param device {@code major:minor}: two mounts of one device are one file system
 * @param type {@code ext4}
 */
record Mount(Path point, String device, String type) {
  static List<Mount> all() throws IOException {
    return parse(Files.readAllLines(Path.of("/proc/self/mountinfo")));
  }

  // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw
  static List<Mount> parse(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > 6 && List.of(fields).contains("-"))
        .map(
            fields ->
                new Mount(
                    Path.of(fields[4].replace("\\040", " ")),
                    fields[2],
                    fields[List.of(fields).indexOf("-") + 1]))
        .toList();
  }

  /** What holds {@code path}: of nested mounts the innermost, of stacked ones the topmost. */
  static Optional<Mount> of(Path path, List<Mount> all) {
    return all.reversed().stream()
        .filter(mount -> path.startsWith(mount.point()))
        .max(Comparator.comparingInt(mount -> mount.point().getNameCount()));
  }
}
