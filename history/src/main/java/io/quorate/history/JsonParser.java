package io.quorate.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON document (RFC 8259) from a string into maps, lists, strings, longs, doubles,
 * booleans and null. By hand, because this module has no dependencies and histories have millions
 * of lines.
 */
final class JsonParser {
  /** Deeper nesting is refused: it would only exhaust the stack. */
  private static final int MAX_DEPTH = 64;

  /** Not JSON; the message says what was expected at which column. */
  static final class NotJson extends Exception {
    private static final long serialVersionUID = 1;

    NotJson(String message) {
      super(message);
    }
  }

  private final String text;
  private int at;

  private JsonParser(String text) {
    this.text = text;
  }

  static @Nullable Object parse(String text) throws NotJson {
    var parser = new JsonParser(text);
    var value = parser.value(0);
    parser.skipBlanks();
    if (parser.at < text.length()) {
      throw parser.expected("the end of the line");
    }
    return value;
  }

  private @Nullable Object value(int depth) throws NotJson {
    if (depth > MAX_DEPTH) {
      throw new NotJson("nested deeper than " + MAX_DEPTH);
    }
    skipBlanks();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) throws NotJson {
    var map = new LinkedHashMap<String, @Nullable Object>();
    at++;
    skipBlanks();
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      skipBlanks();
      if (peek() != '"') {
        throw expected("a field's name in quotes");
      }
      var name = string();
      skipBlanks();
      if (peek() != ':') {
        throw expected("':'");
      }
      at++;
      map.put(name, value(depth + 1));
      if (ends('}')) {
        return map;
      }
    }
  }

  private List<@Nullable Object> array(int depth) throws NotJson {
    var list = new ArrayList<@Nullable Object>();
    at++;
    skipBlanks();
    if (peek() == ']') {
      at++;
      return list;
    }
    while (true) {
      list.add(value(depth + 1));
      if (ends(']')) {
        return list;
      }
    }
  }

  /** Passes a comma, or the bracket that ends it. */
  private boolean ends(char bracket) throws NotJson {
    skipBlanks();
    var found = peek();
    if (found != ',' && found != bracket) {
      throw expected("',' or '" + bracket + "'");
    }
    at++;
    return found == bracket;
  }

  private @Nullable Object word(String word, @Nullable Object meaning) throws NotJson {
    if (!text.startsWith(word, at)) {
      throw expected("a JSON value");
    }
    at += word.length();
    return meaning;
  }

  private String string() throws NotJson {
    var from = ++at;
    while (at < text.length()) {
      var c = text.charAt(at);
      if (c == '"') {
        return text.substring(from, at++);
      }
      if (c == '\\') {
        return escaped(from);
      }
      if (c < ' ') {
        throw expected("no control character in a string");
      }
      at++;
    }
    throw expected("'\"'");
  }

  private String escaped(int from) throws NotJson {
    var built = new StringBuilder(text.length() - from).append(text, from, at);
    while (at < text.length()) {
      var c = text.charAt(at++);
      if (c == '"') {
        return built.toString();
      }
      if (c == '\\') {
        built.append(escape());
      } else if (c < ' ') {
        at--;
        throw expected("no control character in a string");
      } else {
        built.append(c);
      }
    }
    throw expected("'\"'");
  }

  private char escape() throws NotJson {
    var c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> {
        at--;
        throw expected("an escape that JSON knows");
      }
    };
  }

  private char unicode() throws NotJson {
    var code = 0;
    for (var i = 0; i < 4; i++) {
      var digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw expected("four hexadecimal digits");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Object number() throws NotJson {
    var from = at;
    var whole = true;
    while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
      var c = text.charAt(at++);
      whole &= c != '.' && c != 'e' && c != 'E';
    }
    if (from == at) {
      throw expected("a JSON value");
    }
    var digits = text.substring(from, at);
    try {
      return whole ? (Object) Long.parseLong(digits) : (Object) Double.parseDouble(digits);
    } catch (NumberFormatException invalid) {
      at = from;
      throw expected("a number of at most 64 bits");
    }
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** The next character; NUL, which is nowhere allowed, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private NotJson expected(String what) {
    var found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the line";
    return new NotJson("expected " + what + " at column " + (at + 1) + ", found " + found);
  }
}
