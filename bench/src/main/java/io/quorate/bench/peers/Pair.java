package io.quorate.bench.peers;

import io.quorate.bench.peers.Result.Compared;
import io.quorate.bench.peers.Result.Failed;
import io.quorate.bench.peers.Result.NotOffered;
import io.quorate.cli.bench.load.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Quorate and one peer, measured in turns while both run and nothing else does. */
final class Pair {
  private final Options options;
  private final Peer quorate = new QuoratePeer();
  private final Peer peer;
  private final Map<String, String> versions;
  private final Set<Kind> warm = EnumSet.noneOf(Kind.class);

  /** {@code versions} is told what ran. */
  Pair(Options options, Peer peer, Map<String, String> versions) {
    this.options = options;
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
      for (var row : options.rows()) results.add(compare(row));
      return List.copyOf(results);
    }
  }

  private void start(Peer store, Path folder) throws IOException, InterruptedException {
    store.start(folder.resolve(store.name()));
    versions.put(store.name(), store.version());
    Load.fill(store);
    Say.line("%s %s runs and has its keys", store.name(), store.version());
  }

  /** No row of it, said where nobody overlooks it. */
  static List<Result> failed(Options options, String peer, String why) {
    Say.loudly("%s IS LEFT OUT: %s", peer, why);
    return options.rows().stream().<Result>map(row -> new Failed(peer, row, why)).toList();
  }

  private Result compare(Row row) throws IOException, InterruptedException {
    var meaning = peer.meaning(row);
    if (meaning.isEmpty()) return new NotOffered(peer.name(), row);
    try (var ours = quorate.clients(row);
        var theirs = peer.clients(row)) {
      warmUp(row, ours, theirs);
      return turns(row, meaning.get(), ours, theirs);
    } catch (IOException | RuntimeException | AssertionError e) {
      Say.loudly("%s WITH %s IS LEFT OUT: %s", row, peer.name(), e);
      return new Failed(peer.name(), row, e.toString());
    }
  }

  /** Before the first puts, and before the first gets: their code is compiled by then. */
  private void warmUp(Row row, Clients ours, Clients theirs) throws InterruptedException {
    if (!warm.add(row.work().kind())) return;
    Say.line("warm-up of %s, %d s each", row, options.warmUp());
    Load.warmUp(ours, row, options.warmUp());
    Load.warmUp(theirs, row, options.warmUp());
  }

  private Compared turns(Row row, String meaning, Clients ours, Clients theirs)
      throws InterruptedException {
    var our = new ArrayList<Round>();
    var their = new ArrayList<Round>();
    for (var number = 1; number <= options.rounds(); number++) {
      our.add(measure(quorate, peer, ours, row, number));
      their.add(measure(peer, quorate, theirs, row, number));
      Say.line(
          "%s, round %d of %d: quorate %,.0f/s, %s %,.0f/s",
          row,
          number,
          options.rounds(),
          our.getLast().opsPerSecond(),
          peer.name(),
          their.getLast().opsPerSecond());
    }
    return new Compared(peer.name(), row, meaning, our, their);
  }

  private Round measure(Peer measured, Peer waiting, Clients clients, Row row, int number)
      throws InterruptedException {
    measured.requireAlive();
    waiting.requireAlive();
    return Load.measure(measured, waiting, clients, row, number, options.seconds());
  }
}
