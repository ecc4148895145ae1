package io.quorate.bench.peers;

import io.quorate.chaos.cluster.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a node of a store runs.
 *
 * @param name {@code n1} and so on
 * @param folder empty
 * @param port the first of ten free ones
 */
public record Place(String name, Path folder, int port) {
  public static final String HOST = "127.0.0.1";

  private static final int NODES = 3;

  /** The places of three nodes, below {@code folder}. */
  public static List<Place> three(Path folder) throws IOException {
    var places = new ArrayList<Place>();
    for (var number = 1; number <= NODES; number++) {
      var name = "n" + number;
      var port = Site.LOOPBACK.place(number).basePort();
      places.add(new Place(name, Files.createDirectories(folder.resolve(name)), port));
    }
    return List.copyOf(places);
  }

  /** {@code host:port} of its port of that number, from 0. */
  public String address(int number) {
    return HOST + ":" + (port + number);
  }
}
