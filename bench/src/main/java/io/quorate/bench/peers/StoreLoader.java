package io.quorate.bench.peers;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The classes of a store and of its libraries, which differ from ours in version: it looks into
 * their jars first, and to our class path only for what they lack.
 */
final class StoreLoader extends URLClassLoader {
  /** Ours, or what a store logs would be lost. */
  private static final String LOGGING = "org.slf4j.";

  /** Libraries that find it set up logging of their own, into the user's home. */
  private static final String LOGGING_BACKEND = "ch.qos.logback.";

  private final List<Path> jars;

  private StoreLoader(List<Path> jars) throws MalformedURLException {
    super(urls(jars), StoreLoader.class.getClassLoader());
    this.jars = List.copyOf(jars);
  }

  private static URL[] urls(List<Path> jars) throws MalformedURLException {
    var urls = new URL[jars.size()];
    for (var i = 0; i < urls.length; i++) urls[i] = jars.get(i).toUri().toURL();
    return urls;
  }

  /**
   * The store of that name, which the script has built.
   *
   * @throws IOException when it has not
   */
  static Peer load(String name) throws IOException {
    var target = Path.of("stores", name, "target").toAbsolutePath();
    var jars = new ArrayList<Path>();
    for (var folder : List.of(target, target.resolve("lib"))) {
      if (!Files.isDirectory(folder)) continue;
      try (var found = Files.newDirectoryStream(folder, "*.jar")) {
        found.forEach(jars::add);
      }
    }
    return ServiceLoader.load(Peer.class, new StoreLoader(jars))
        .findFirst()
        .orElseThrow(() -> new IOException("it was not built: there is no jar of it in " + target));
  }

  List<Path> jars() {
    return jars;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(LOGGING)) return super.loadClass(name, resolve);
    if (name.startsWith(LOGGING_BACKEND)) throw new ClassNotFoundException(name);
    synchronized (getClassLoadingLock(name)) {
      var loaded = findLoadedClass(name);
      if (loaded != null) return loaded;
      try {
        return findClass(name);
      } catch (ClassNotFoundException e) {
        return super.loadClass(name, resolve);
      }
    }
  }
}
