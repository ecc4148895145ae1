package io.quorate.cli.data;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.ExitCode;
import io.quorate.cli.data.JsonInput.Field;
import io.quorate.cli.output.Json;
import io.quorate.client.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a pair stands on one line. Each form reads what it has written, byte for byte. */
enum LineFormat {
  /** {@code KEY<tab>VALUE}, escaped as {@link TsvText} says. */
  TSV {
    @Override
    Pairs.Pair read(String file, long number, String line) {
      return cells(file, number, line, TsvText::unescape);
    }

    @Override
    String write(Bytes key, Bytes value) {
      return TsvText.escape(key) + "\t" + TsvText.escape(value);
    }
  },

  /** {@code KEY<tab>VALUE}, both base64. */
  TSV_BASE64 {
    @Override
    Pairs.Pair read(String file, long number, String line) {
      return cells(file, number, line, Form.BASE64::read);
    }

    @Override
    String write(Bytes key, Bytes value) {
      return Form.BASE64.write(key) + "\t" + Form.BASE64.write(value);
    }
  },

  /** {@code {"key":"…","value":"…"}}, or {@code key_base64}, {@code value_base64}. */
  JSONL {
    @Override
    Pairs.Pair read(String file, long number, String line) throws IOException {
      try (var input = new JsonInput(file, line, Math.toIntExact(number))) {
        var key = new Once<Bytes>();
        var value = new Once<Bytes>();
        var start = input.here();
        input.object(
            "a line",
            List.of(
                new Field("key", () -> key.set(Bytes.utf8(input.string()))),
                new Field("key_base64", () -> key.set(Form.BASE64.read(input.string()))),
                new Field("value", () -> value.set(Bytes.utf8(input.string()))),
                new Field("value_base64", () -> value.set(Form.BASE64.read(input.string())))));
        input.expectEnd();
        return new Pairs.Pair(
            number,
            key.get().orElseThrow(() -> input.mistake(start, "a line needs a \"key\"")),
            value.get().orElseThrow(() -> input.mistake(start, "a line needs a \"value\"")));
      } catch (IllegalArgumentException e) {
        throw malformed(file, number, String.valueOf(e.getMessage()));
      }
    }

    @Override
    String write(Bytes key, Bytes value) {
      var fields = Json.fields();
      add(fields, "key", key);
      add(fields, "value", value);
      return Json.text(fields);
    }
  };

  /** The pair that a line holds; a {@link CommandFailure} naming the line when it holds none. */
  abstract Pairs.Pair read(String file, long number, String line) throws IOException;

  /** Without the line end. */
  abstract String write(Bytes key, Bytes value);

  private static Pairs.Pair cells(
      String file, long number, String line, Function<String, Bytes> cell) {
    var tab = line.indexOf('\t');
    if (tab < 0) throw malformed(file, number, "expected KEY, tab, VALUE; found no tab");
    if (line.indexOf('\t', tab + 1) >= 0) {
      throw malformed(file, number, "expected one tab; a tab inside is written \\t");
    }
    try {
      return new Pairs.Pair(
          number, cell.apply(line.substring(0, tab)), cell.apply(line.substring(tab + 1)));
    } catch (IllegalArgumentException e) {
      throw malformed(file, number, String.valueOf(e.getMessage()));
    }
  }

  static CommandFailure malformed(String file, long number, String message) {
    return CommandFailure.of(ExitCode.USAGE, "USAGE", file + ":" + number + ": " + message);
  }

  private static void add(Json.Fields fields, String name, Bytes bytes) {
    Form.text(bytes)
        .ifPresentOrElse(
            text -> fields.add(name, text),
            () -> fields.add(name + "_base64", Form.BASE64.write(bytes)));
  }

  /** What {@code --format} accepts. */
  enum Name {
    TSV,
    JSONL
  }

  /** By the file's name, unless {@code asked} says otherwise. */
  static LineFormat of(String file, @Nullable Name asked, boolean base64) {
    var name =
        asked == null ? file.toLowerCase(Locale.ROOT) : "." + asked.name().toLowerCase(Locale.ROOT);
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) return JSONL;
    return base64 ? TSV_BASE64 : TSV;
  }
}
