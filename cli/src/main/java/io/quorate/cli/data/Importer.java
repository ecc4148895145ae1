package io.quorate.cli.data;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.ExitCode;
import io.quorate.cli.data.ImportJournal.Done;
import io.quorate.cli.data.Pairs.Pair;
import io.quorate.client.AsyncKv;
import io.quorate.client.PutResult;
import io.quorate.client.QuorateException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Puts pairs with a bounded number of them in flight. They are collected in the order in which they
 * were sent, so what is done is always a beginning of the source, and one number says it all. Not
 * for several threads.
 */
final class Importer {
  private static final long JOURNAL_NANOS = 1_000_000_000;

  /**
   * What an import did.
   *
   * @param before pairs that an earlier one had done
   */
  record Summary(long keys, long before, long bytes, double seconds) {
    double rate() {
      return keys / Math.max(seconds, 0.001);
    }
  }

  private record Sent(Pair pair, Done doneWithIt, CompletableFuture<PutResult> put) {}

  private final AsyncKv kv;
  private final int window;
  private final ImportJournal journal;
  private final ProgressLine progress;
  private final ArrayDeque<Sent> inFlight = new ArrayDeque<>();
  private final PairChecksum checksum = new PairChecksum();
  private Done done = new Done(0, 0);
  private boolean broken;
  private long keys;
  private long bytes;
  private long journalledAt = System.nanoTime();

  Importer(AsyncKv kv, int window, ImportJournal journal, ProgressLine progress) {
    this.kv = kv;
    this.window = window;
    this.journal = journal;
    this.progress = progress;
  }

  /** Does what is left of the source. */
  Summary run(Pairs pairs) throws IOException {
    var startedAt = System.nanoTime();
    var before = journal.read();
    try (progress;
        var cursor = pairs.open()) {
      skip(cursor, pairs.name(), before);
      send(cursor, pairs.name());
      while (!inFlight.isEmpty()) collect(pairs.name());
    } catch (CommandFailure e) {
      settle();
      journal.write(done);
      throw e;
    }
    journal.forget();
    return new Summary(keys, before.pairs(), bytes, (System.nanoTime() - startedAt) / 1e9);
  }

  private void skip(Pairs.Cursor cursor, String name, Done before) throws IOException {
    for (var i = 0L; i < before.pairs(); i++) cursor.next().ifPresent(checksum::add);
    if (checksum.value() != before.checksum()) {
      done = before;
      throw CommandFailure.of(
          ExitCode.USAGE,
          "USAGE",
          "the first %,d pairs of %s are not those that %s says were imported; --restart begins anew"
              .formatted(before.pairs(), name, journal));
    }
    done = before;
  }

  private void send(Pairs.Cursor cursor, String name) throws IOException {
    for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
      if (inFlight.size() == window) collect(name);
      var pair = next.get();
      checksum.add(pair);
      var doneWithIt = new Done(sent() + 1, checksum.value());
      inFlight.add(new Sent(pair, doneWithIt, kv.put(pair.key(), pair.value())));
    }
  }

  private long sent() {
    return inFlight.isEmpty() ? done.pairs() : inFlight.getLast().doneWithIt().pairs();
  }

  /** Waits for the oldest put in flight. */
  private void collect(String name) throws IOException {
    var oldest = inFlight.remove();
    try {
      oldest.put().join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof QuorateException failure)) throw e;
      broken = true;
      var where = "%s:%d: ".formatted(name, oldest.pair().number());
      throw CommandFailure.of(failure)
          .within(
              where, "%,d keys are done; the same command goes on there.".formatted(done.pairs()));
    }
    done = oldest.doneWithIt();
    keys++;
    bytes += oldest.pair().key().size() + oldest.pair().value().size();
    progress.show(done.pairs());
    if (System.nanoTime() - journalledAt > JOURNAL_NANOS) {
      journalledAt = System.nanoTime();
      journal.write(done);
    }
  }

  /**
   * After a malformed line or a failed put: waits for what is in flight, which counts as done as
   * far as it is unbroken.
   */
  private void settle() {
    for (var sent : inFlight) {
      var failed = sent.put().handle((result, failure) -> failure != null).join();
      broken |= failed;
      if (!broken) done = sent.doneWithIt();
    }
  }
}
