package io.quorate.cli.data;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.quorate.cli.CommandFailure;
import io.quorate.cli.ExitCode;
import io.quorate.cli.Nearest;
import io.quorate.cli.output.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON that people wrote: read token by token against what is expected at each place. Every mistake
 * becomes a {@link CommandFailure} of wrong usage: {@code FILE:LINE:COLUMN: expected …, found …}.
 * Unknown fields are mistakes too, since ignoring a misspelt condition would carry out something
 * else than was meant.
 */
final class JsonInput implements AutoCloseable {
  /** Reads a value from the input, which stands at its first token. */
  interface Reader {
    void read() throws IOException;
  }

  /** A field that an object may have. */
  record Field(String name, Reader reader) {}

  /** Line and column, from 1. */
  record Place(int line, int column) {
    static Place of(JsonLocation location) {
      return new Place(
          location.getLineNr(), Math.max(1, location.getColumnNr())); // 0 in empty input
    }
  }

  private final String name;
  private final int firstLine;
  private final JsonParser parser;

  /** {@code name} stands before the line number in messages. */
  JsonInput(String name, String text) throws IOException {
    this(name, text, 1);
  }

  /** For text that is not the beginning of its file. */
  JsonInput(String name, String text, int firstLine) throws IOException {
    this.name = name;
    this.firstLine = firstLine;
    parser = Json.FACTORY.createParser(text);
    next();
  }

  private @Nullable JsonToken next() throws IOException {
    try {
      return parser.nextToken();
    } catch (JsonProcessingException e) {
      var place = e.getLocation() == null ? here() : Place.of(e.getLocation());
      throw mistake(place, e.getOriginalMessage());
    }
  }

  /** Where the current token begins. */
  Place here() {
    return Place.of(parser.currentTokenLocation());
  }

  void object(String what, List<Field> known) throws IOException {
    expect(JsonToken.START_OBJECT, what + ", a JSON object");
    var seen = new HashSet<String>();
    while (next() == JsonToken.FIELD_NAME) {
      var field = parser.currentName();
      var reader = known.stream().filter(each -> each.name().equals(field)).findFirst();
      if (reader.isEmpty()) throw unknown(what, field, known);
      if (!seen.add(field)) throw mistake("the field \"" + field + "\" is there twice");
      next();
      reader.get().reader().read();
    }
  }

  private CommandFailure unknown(String what, String field, List<Field> known) {
    var names = known.stream().map(Field::name).toList();
    return mistake(
        "%s has no field \"%s\"%s It may have %s"
            .formatted(
                what,
                field,
                Nearest.to(field, names)
                    .map(near -> "; did you mean \"" + near + "\"?")
                    .orElse("."),
                String.join(", ", names)));
  }

  void list(String what, Reader element) throws IOException {
    expect(JsonToken.START_ARRAY, "\"" + what + "\" to be a list");
    while (next() != JsonToken.END_ARRAY) element.read();
  }

  String string() throws IOException {
    expect(JsonToken.VALUE_STRING, "a string");
    return parser.getText();
  }

  /** A whole number, not negative. */
  long number() throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    try {
      var number = parser.getLongValue();
      if (number >= 0) return number;
    } catch (JsonProcessingException e) {
      // Too large for 64 bits, told below.
    }
    throw mistake("expected a number from 0 to 2^63-1, found " + parser.getText());
  }

  boolean truth() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_TRUE)
      expect(JsonToken.VALUE_FALSE, "true or false");
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  void expectEnd() throws IOException {
    if (next() != null) throw mistake("expected nothing more, found " + found());
  }

  private void expect(JsonToken token, String wanted) throws IOException {
    if (parser.currentToken() != token) throw mistake("expected " + wanted + ", found " + found());
  }

  private String found() throws IOException {
    return switch (parser.currentToken()) {
      case null -> "the end";
      case START_OBJECT, END_OBJECT -> "an object";
      case START_ARRAY, END_ARRAY -> "a list";
      case VALUE_STRING -> "the string \"" + parser.getText() + "\"";
      default -> String.valueOf(parser.getText());
    };
  }

  /** At the current token. */
  CommandFailure mistake(String message) {
    return mistake(here(), message);
  }

  CommandFailure mistake(Place place, String message) {
    return CommandFailure.of(
        ExitCode.USAGE,
        "USAGE",
        "%s:%d:%d: %s".formatted(name, firstLine + place.line() - 1, place.column(), message));
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
