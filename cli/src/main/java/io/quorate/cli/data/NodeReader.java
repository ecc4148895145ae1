package io.quorate.cli.data;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.ExitCode;
import io.quorate.cli.data.Pairs.Pair;
import io.quorate.cli.output.Json;
import io.quorate.client.AsyncKv;
import io.quorate.client.GetResult;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Reads pairs from one node, a bounded number at a time, and counts how they compare. Not for
 * several threads.
 */
final class NodeReader implements AutoCloseable {
  /** So many mismatches are kept with their keys; the rest are only counted. */
  private static final int KEPT = 100;

  private record Asked(Pair pair, CompletableFuture<GetResult> get) {}

  private final String name;
  private final QuorateClient client;
  private final AsyncKv kv;
  private final int window;
  private final ArrayDeque<Asked> inFlight = new ArrayDeque<>();
  private final List<String> mismatches = new ArrayList<>();
  private long matched;
  private long missing;
  private long different;

  /** {@code client}: of this node and no other; it is closed with this. */
  NodeReader(String name, QuorateClient client, int window) {
    this.name = name;
    this.client = client;
    this.kv = client.kv().async();
    this.window = window;
  }

  void ask(Pair pair) throws InterruptedException {
    if (inFlight.size() == window) collect();
    inFlight.add(new Asked(pair, kv.get(pair.key())));
  }

  void finish() throws InterruptedException {
    while (!inFlight.isEmpty()) collect();
  }

  private void collect() throws InterruptedException {
    var oldest = inFlight.remove();
    compare(oldest.pair(), answer(oldest));
  }

  private GetResult answer(Asked asked) throws InterruptedException {
    try {
      return asked.get().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof QuorateException failure)) throw new IllegalStateException(e);
      throw CommandFailure.of(
          ExitCode.UNKNOWN,
          failure.code().name(),
          "%s did not answer for key %s, so not everything was compared: %s"
              .formatted(name, asked.pair().key(), failure.getMessage()));
    }
  }

  private void compare(Pair pair, GetResult result) {
    var servedBy = result.evidence().node();
    if (!servedBy.equals(name)) {
      throw CommandFailure.failed("asked %s for a key and %s served it".formatted(name, servedBy));
    }
    var value = result.value();
    if (value.isEmpty()) {
      missing++;
      keep("lacks " + pair.key());
    } else if (value.get().equals(pair.value())) {
      matched++;
    } else {
      different++;
      keep("has another value of " + pair.key());
    }
  }

  private void keep(String mismatch) {
    if (mismatches.size() < KEPT) mismatches.add(mismatch);
  }

  String name() {
    return name;
  }

  long matched() {
    return matched;
  }

  long missing() {
    return missing;
  }

  long different() {
    return different;
  }

  List<String> mismatches() {
    return mismatches;
  }

  boolean allMatch() {
    return missing == 0 && different == 0;
  }

  Json.Fields toJson() {
    return Json.fields()
        .add("node", name())
        .add("matched", matched)
        .add("missing", missing)
        .add("different", different)
        .add("mismatches", mismatches);
  }

  @Override
  public void close() {
    client.close();
  }
}
