package io.quorate.cli.output;

import io.quorate.cli.Terminal;
import java.util.Locale;

/**
 * Where a verb puts its result: on stdout, as text for people or as JSON for scripts, never both.
 */
public final class Output {
  /** What {@code -o} accepts. */
  public enum Format {
    TABLE,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Terminal terminal;
  private final Format format;

  public Output(Terminal terminal, Format format) {
    this.terminal = terminal;
    this.format = format;
  }

  public boolean json() {
    return format == Format.JSON;
  }

  /** Prints one JSON document on one line. */
  public void document(Object value) {
    line(Json.text(value));
  }

  /** Prints data as it is, with a line end. */
  public void line(String text) {
    terminal.out().print(text + "\n");
    terminal.out().flush();
  }

  /** Prints data as it is, without a line end. */
  public void raw(byte[] bytes) {
    terminal.out().writeBytes(bytes);
    terminal.out().flush();
  }

  /** Prints text that ends its lines itself. */
  public void text(String text) {
    terminal.out().print(text);
    terminal.out().flush();
  }

  /** Tells people something that is not data: on stderr, and only when they are the readers. */
  public void note(String message) {
    if (!json()) terminal.err().println(message);
  }
}
