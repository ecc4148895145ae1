package io.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.Seeds;
import io.quorate.command.Applied;
import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.EntryCodec;
import io.quorate.command.Proposed;
import io.quorate.command.Result;
import io.quorate.store.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {
  private static final long TTL_MS = 60_000;
  private static final int MAX_RESULTS = 12;

  @Test
  void engineDoesWhatTheModelDoes(@TempDir Path folder) {
    int[] run = {0};
    Seeds.check(
        4,
        random -> {
          var model = new Model(TTL_MS, MAX_RESULTS);
          var entries = new RandomEntries(random);
          try (Engine engine = Engine.open(folder.resolve("run" + run[0]++), StoreOptions.SMALL)) {
            engine.apply(1, 1, settings());
            for (int index = 2; index < 400; index++) {
              Entry entry = EntryCodec.decode(EntryCodec.encode(entries.next()));
              List<Applied> expected = model.apply(index, entry);
              List<Applied> found = engine.apply(1, index, entry);
              for (int i = 0; i < expected.size(); i++) {
                Proposed proposed = entry.commands().get(i);
                assertEquals(
                    plain(expected.get(i)), plain(found.get(i)), () -> "result of " + proposed);
              }
              entries.learn(found);
              if (index % 40 == 0) {
                compare(model, engine);
              }
            }
            compare(model, engine);
          }
        });
  }

  private static Entry settings() {
    return new Entry(
        1_000,
        1_000,
        List.of(Proposed.of(new Command.Configure(500, 0, 0, TTL_MS, MAX_RESULTS, 0))));
  }

  private static void compare(Model model, Engine engine) {
    try (View view = engine.view()) {
      assertEquals(
          List.copyOf(model.keys.values()),
          view.scan(Bytes.EMPTY, Bytes.EMPTY, 0, 1 << 30, false).records());
      assertEquals(
          List.copyOf(model.leases.keySet()),
          view.leases(1000).stream().map(lease -> lease.leaseId()).toList());
      for (var lease : view.leases(1000)) {
        assertEquals(
            model.keysOf(lease.leaseId()).size(), lease.keys(), "keys of lease " + lease.leaseId());
      }
      model.sessions.forEach(
          (id, session) -> {
            boolean alive = !session.ended && session.expiresMs > model.timeMs;
            assertEquals(alive, view.session(id).isPresent(), "session " + id);
            view.session(id)
                .ifPresent(
                    info -> {
                      assertEquals(session.acknowledged, info.acknowledged());
                      assertEquals(session.held(), info.results());
                    });
          });
      assertTrue(view.scrub().clean(), () -> "digest: " + view.scrub());
      assertTrue(view.operations() - view.firstChange() < 500, "changes kept");
    }
  }

  /** Without texts, and without the index of a tombstone, which the model does not keep. */
  private static Applied plain(Applied applied) {
    boolean abandoned =
        applied.result() instanceof Result.Rejected rejected
            && rejected.reason() == Result.Reason.ABANDONED;
    return new Applied(
        plain(applied.result()), abandoned ? -1 : applied.index(), applied.duplicate());
  }

  private static Result plain(Result result) {
    return switch (result) {
      case Result.Rejected rejected ->
          new Result.Rejected(rejected.reason(), "", rejected.currentVersion());
      case Result.Resolved resolved ->
          new Result.Resolved(resolved.applied(), plainOrNull(resolved.result()), resolved.index());
      default -> result;
    };
  }

  private static @Nullable Result plainOrNull(@Nullable Result result) {
    return result == null ? null : plain(result);
  }
}
