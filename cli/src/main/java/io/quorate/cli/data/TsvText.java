package io.quorate.cli.data;

import io.quorate.client.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A cell of a TSV line: text in which backslash, tab, line feed and carriage return are written
 * {@code \\ \t \n \r}, and a byte that is no text {@code \xNN}. Every byte string has a form, and
 * reading it gives the same bytes.
 */
final class TsvText {
  private TsvText() {}

  static String escape(Bytes bytes) {
    var text = Form.text(bytes);
    return text.map(TsvText::escapeText).orElseGet(() -> escapeBytes(bytes));
  }

  private static String escapeText(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String escapeBytes(Bytes bytes) {
    var escaped = new StringBuilder();
    for (var each : bytes.toByteArray()) {
      if (each >= 0x20 && each < 0x7F && each != '\\') escaped.append((char) each);
      else escaped.append("\\x").append(HexFormat.of().toHexDigits(each));
    }
    return escaped.toString();
  }

  /** Throws {@link IllegalArgumentException} naming an escape that does not exist. */
  static Bytes unescape(String cell) {
    if (cell.indexOf('\\') < 0) return Bytes.utf8(cell);
    var bytes = new ByteArrayOutputStream(cell.length());
    var plainFrom = 0;
    for (var at = cell.indexOf('\\'); at >= 0; at = cell.indexOf('\\', plainFrom)) {
      bytes.writeBytes(cell.substring(plainFrom, at).getBytes(StandardCharsets.UTF_8));
      bytes.write(escaped(cell, at));
      plainFrom = at + (cell.charAt(at + 1) == 'x' ? 4 : 2);
    }
    bytes.writeBytes(cell.substring(plainFrom).getBytes(StandardCharsets.UTF_8));
    return Bytes.of(bytes.toByteArray());
  }

  private static int escaped(String cell, int at) {
    return switch (at + 1 < cell.length() ? cell.charAt(at + 1) : ' ') {
      case '\\' -> '\\';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'x' -> hexByte(cell, at);
      default ->
          throw new IllegalArgumentException(
              "'"
                  + cell.substring(at, Math.min(at + 2, cell.length()))
                  + "' is no escape; there are \\\\ \\t \\n \\r \\xNN");
    };
  }

  private static int hexByte(String cell, int at) {
    if (at + 4 <= cell.length()) {
      try {
        return HexFormat.fromHexDigits(cell, at + 2, at + 4);
      } catch (NumberFormatException e) {
        // told below
      }
    }
    throw new IllegalArgumentException("\\x needs two hexadecimal digits");
  }
}
