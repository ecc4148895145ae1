package io.quorate.cli.data;

import io.quorate.client.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Every class file of the running JDK, about 30,000: real data of all sizes that every machine with
 * a JDK has. The key is the prefix and the path ({@code java.base/java/lang/Object.class}), the
 * value is the file.
 */
record JrtPairs(String prefix) implements Pairs {
  @Override
  public String name() {
    return "jrt:/";
  }

  @Override
  public Cursor open() throws IOException {
    var modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    List<Path> files;
    try (var all = Files.walk(modules)) {
      files = all.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    return new ClassFiles(prefix, modules, files.iterator());
  }

  private static final class ClassFiles implements Cursor {
    private final String prefix;
    private final Path root;
    private final Iterator<Path> files;
    private long number;

    ClassFiles(String prefix, Path root, Iterator<Path> files) {
      this.prefix = prefix;
      this.root = root;
      this.files = files;
    }

    @Override
    public Optional<Pair> next() throws IOException {
      if (!files.hasNext()) return Optional.empty();
      var file = files.next();
      var key = Bytes.utf8(prefix + root.relativize(file));
      return Optional.of(new Pair(++number, key, Bytes.of(Files.readAllBytes(file))));
    }

    @Override
    public void close() {}
  }
}
