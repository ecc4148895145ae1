package io.quorate.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON of plain values: maps, lists, strings, numbers, booleans and null. A streaming generator and
 * no object mapper: the mapper would cost more time than many commands take.
 */
public final class Json {
  public static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** A JSON object under construction; its fields keep the order in which they were added. */
  public static final class Fields {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    public Fields add(String name, @Nullable Object value) {
      fields.put(name, value instanceof Fields nested ? nested.asMap() : value);
      return this;
    }

    public Fields addAll(Fields others) {
      fields.putAll(others.fields);
      return this;
    }

    public Map<String, @Nullable Object> asMap() {
      return fields;
    }
  }

  public static Fields fields() {
    return new Fields();
  }

  /** One line, no line end. */
  public static String text(@Nullable Object value) {
    var text = new StringWriter();
    try (var generator = FACTORY.createGenerator(text)) {
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return text.toString();
  }

  /**
   * Reads one document into maps, lists, strings, longs, doubles, booleans and null.
   *
   * @throws JsonParseException when it is not JSON; its message names line and column
   */
  public static @Nullable Object parse(String text) throws IOException {
    try (var parser = FACTORY.createParser(text)) {
      parser.nextToken();
      return read(parser);
    }
  }

  private static @Nullable Object read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = parser.currentName();
          parser.nextToken();
          map.put(name, read(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        var list = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) list.add(read(parser));
        yield list;
      }
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_STRING -> parser.getText();
      case null, default -> throw new JsonParseException(parser, "expected a JSON value");
    };
  }

  /** Writes a value at the generator's position. */
  public static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> generator.writeNull();
      case Fields fields -> write(generator, fields.asMap());
      case Map<?, ?> map -> {
        generator.writeStartObject();
        for (var field : map.entrySet()) {
          generator.writeFieldName(String.valueOf(field.getKey()));
          write(generator, field.getValue());
        }
        generator.writeEndObject();
      }
      case List<?> list -> {
        generator.writeStartArray();
        for (var element : list) write(generator, element);
        generator.writeEndArray();
      }
      case Boolean flag -> generator.writeBoolean(flag);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      default -> generator.writeString(value.toString());
    }
  }
}
