package io.quorate.bench.peers;

import io.quorate.bench.peers.Result.Compared;
import io.quorate.bench.peers.Result.Failed;
import io.quorate.bench.peers.Result.NotOffered;
import io.quorate.bench.turns.Row;
import io.quorate.bench.turns.Say;
import io.quorate.bench.turns.Store;
import io.quorate.bench.turns.Turns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Quorate and one peer, measured in turns while both run and nothing else does. */
final class Pair {
  private final Options options;
  private final Peer quorate;
  private final Peer peer;
  private final Map<String, String> versions;

  /** {@code versions} is told what ran. */
  Pair(Options options, Peer peer, Map<String, String> versions) {
    this.options = options;
    this.quorate = new QuoratePeer(options.compilers());
    this.peer = peer;
    this.versions = versions;
  }

  /** All rows; their data is in {@code folder}. */
  List<Result> compare(Path folder) throws IOException, InterruptedException {
    // Some libraries look for their classes there, and the threads that they start inherit it.
    Thread.currentThread().setContextClassLoader(peer.getClass().getClassLoader());
    try (quorate;
        peer) {
      start(quorate, folder);
      try {
        start(peer, folder);
      } catch (IOException | RuntimeException | AssertionError e) {
        return failed(options, peer.name(), "it could not be started: " + e);
      }
      var results = new ArrayList<Result>();
      var turns = new Turns(quorate, peer, options.lengths());
      for (var row : options.rows()) results.add(compare(turns, row));
      return List.copyOf(results);
    }
  }

  private void start(Store store, Path folder) throws IOException, InterruptedException {
    Turns.start(store, folder);
    versions.put(store.name(), store.version());
  }

  /** No row of it, said where nobody overlooks it. */
  static List<Result> failed(Options options, String peer, String why) {
    Say.loudly("%s IS LEFT OUT: %s", peer, why);
    return options.rows().stream().<Result>map(row -> new Failed(peer, row, why)).toList();
  }

  private Result compare(Turns turns, Row row) throws InterruptedException {
    var meaning = peer.meaning(row);
    if (meaning.isEmpty()) return new NotOffered(peer.name(), row);
    var measured = turns.measure(row);
    var failure = measured.failure();
    return failure == null
        ? new Compared(peer.name(), row, meaning.get(), measured.first(), measured.second())
        : new Failed(peer.name(), row, failure);
  }
}
