package io.quorate.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.engine.Engine;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.server.error.RequestException;
import io.quorate.store.StoreOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStateTest {
  private final LocalState state = new LocalState(Runnable::run);

  @TempDir private Path folder;

  @Test
  void answersNothingBeforeAStateIsOpen() {
    assertEquals(Optional.empty(), state.ask(Engine::timeMs));
    assertEquals(
        ErrorCode.UNAVAILABLE, assertThrows(RequestException.class, state::view).error().getCode());
  }

  /** A full sync closes the engine while a status or a gauge asks it. */
  @Test
  void answersNothingWhenTheStateIsClosedUnderTheQuestion() {
    Engine engine = Engine.open(folder, StoreOptions.DEFAULT);
    state.opened(engine);
    assertTrue(state.ask(Engine::stats).isPresent());

    engine.close();

    assertEquals(Optional.empty(), state.ask(Engine::stats));
    assertEquals(
        ErrorCode.UNAVAILABLE, assertThrows(RequestException.class, state::view).error().getCode());
  }
}
