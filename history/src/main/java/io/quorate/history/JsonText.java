package io.quorate.history;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the values that {@link JsonParser} reads, without blanks. */
final class JsonText {
  private JsonText() {}

  static String of(@Nullable Object value) {
    var out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  static void append(StringBuilder out, @Nullable Object value) {
    if (value instanceof List<?> list) {
      var separator = '[';
      for (var element : list) {
        append(out.append(separator), element);
        separator = ',';
      }
      out.append(separator == '[' ? "[]" : "]");
    } else if (value instanceof Map<?, ?> map) {
      var separator = '{';
      for (var field : map.entrySet()) {
        quote(out.append(separator), String.valueOf(field.getKey()));
        append(out.append(':'), field.getValue());
        separator = ',';
      }
      out.append(separator == '{' ? "{}" : "}");
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      quote(out, value.toString());
    }
  }

  static void quote(StringBuilder out, String text) {
    out.append('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        // A lone surrogate has no UTF-8 form; escaped, any string survives.
        out.append("\\u").append(Character.forDigit(c >> 12, 16));
        out.append(Character.forDigit(c >> 8 & 15, 16));
        out.append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
