package io.quorate.server.transfer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quorate.command.TermIndex;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a checkpoint consists of.
 *
 * @param id of the checkpoint, chosen by its sender; also a directory name, hence its narrow form
 * @param format version of the state's layout on disk
 * @param position the last entry whose effect it contains
 * @param files all of them; names are unique
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(String id, int format, TermIndex position, List<ManifestFile> files) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

  public Manifest {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not a checkpoint id: \"" + id + "\"");
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("checkpoint " + id + " has no files");
    }
    files = List.copyOf(files);
    Set<String> names = new HashSet<>();
    for (ManifestFile file : files) {
      if (!names.add(file.name())) {
        throw new IllegalArgumentException("checkpoint " + id + " names twice " + file.name());
      }
    }
  }

  public long totalBytes() {
    return files.stream().mapToLong(ManifestFile::sizeBytes).sum();
  }

  public Optional<ManifestFile> file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }
}
