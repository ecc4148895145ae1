package io.quorate.cli.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The pairs of a file, one per line; empty lines are passed over. */
record FilePairs(Path file, LineFormat format) implements Pairs {
  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Cursor open() throws IOException {
    return new Lines(name(), Files.newInputStream(file), format);
  }

  /** A cursor over lines from anywhere. */
  static final class Lines implements Cursor {
    private final String name;
    private final BufferedReader reader;
    private final LineFormat format;
    private long number;

    Lines(String name, InputStream in, LineFormat format) {
      this.name = name;
      this.format = format;
      // A decoder of its own: unlike a charset it reports what is not UTF-8 instead of replacing
      // it.
      reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    }

    @Override
    public Optional<Pair> next() throws IOException {
      try {
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
          number++;
          if (!line.isEmpty()) return Optional.of(format.read(name, number, line));
        }
        return Optional.empty();
      } catch (CharacterCodingException e) {
        throw LineFormat.malformed(name, number + 1, "is not UTF-8, here or in the lines after");
      }
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
