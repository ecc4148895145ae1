package io.quorate.server.transfer;

import java.util.regex.Pattern;

/**
 * One file of a checkpoint.
 *
 * @param name a plain name: it comes from the wire and becomes a path, so nothing else is accepted
 * @param sizeBytes its length
 * @param crc32c checksum of the whole content
 */
public record ManifestFile(String name, long sizeBytes, int crc32c) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

  public ManifestFile {
    if (!PLAIN.matcher(name).matches()) {
      throw new IllegalArgumentException("not a plain file name: \"" + name + "\"");
    }
    if (sizeBytes < 0) {
      throw new IllegalArgumentException(name + " has size " + sizeBytes);
    }
  }
}
