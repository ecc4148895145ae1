package io.quorate.cli.data;

import io.quorate.cli.Terminal;
import java.util.function.LongFunction;

/**
 * One line on stderr that is drawn again and again while somebody watches; nothing at all when
 * nobody does.
 */
final class ProgressLine implements AutoCloseable {
  private static final long INTERVAL_NANOS = 200_000_000;
  private static final String CLEAR = "\r\u001b[K";

  private final Terminal terminal;
  private final LongFunction<String> text;
  private long drawnAt = System.nanoTime();
  private boolean drawn;

  ProgressLine(Terminal terminal, LongFunction<String> text) {
    this.terminal = terminal;
    this.text = text;
  }

  void show(long count) {
    if (!terminal.interactive() || System.nanoTime() - drawnAt < INTERVAL_NANOS) return;
    drawnAt = System.nanoTime();
    drawn = true;
    terminal.err().print(CLEAR + text.apply(count));
    terminal.err().flush();
  }

  @Override
  public void close() {
    if (drawn) {
      terminal.err().print(CLEAR);
      terminal.err().flush();
    }
  }
}
