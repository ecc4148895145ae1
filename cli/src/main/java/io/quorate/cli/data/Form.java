package io.quorate.cli.data;

import io.quorate.client.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** How bytes are written as text. */
enum Form {
  TEXT("utf-8") {
    @Override
    Bytes read(String text) {
      return Bytes.utf8(text);
    }

    @Override
    String write(Bytes bytes) {
      return bytes.utf8();
    }
  },
  HEX("hex") {
    @Override
    Bytes read(String text) {
      try {
        return Bytes.of(HexFormat.of().parseHex(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "'" + text + "' is not hexadecimal, two digits per byte", e);
      }
    }

    @Override
    String write(Bytes bytes) {
      return HexFormat.of().formatHex(bytes.toByteArray());
    }
  },
  BASE64("base64") {
    @Override
    Bytes read(String text) {
      try {
        return Bytes.of(Base64.getDecoder().decode(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("'" + text + "' is not base64", e);
      }
    }

    @Override
    String write(Bytes bytes) {
      return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
  };

  /** As JSON names it. */
  final String title;

  Form(String title) {
    this.title = title;
  }

  /** Throws {@link IllegalArgumentException} when the text is not of this form. */
  abstract Bytes read(String text);

  abstract String write(Bytes bytes);

  /** The text, if the bytes are text. */
  static Optional<String> text(Bytes bytes) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
