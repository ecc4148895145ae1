package io.quorate.cli.data;

import io.quorate.client.ReadPreference;
import io.quorate.client.Token;
import io.quorate.client.WriteConcern;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The client's words as option values; its messages already name what is valid. */
final class Converters {
  private Converters() {}

  static final class Concern implements ITypeConverter<WriteConcern> {
    @Override
    public WriteConcern convert(String text) {
      return parse(text, WriteConcern::parse);
    }
  }

  static final class Preference implements ITypeConverter<ReadPreference> {
    @Override
    public ReadPreference convert(String text) {
      return parse(text, ReadPreference::parse);
    }
  }

  static final class TokenText implements ITypeConverter<Token> {
    @Override
    public Token convert(String text) {
      return parse(text, Token::parse);
    }
  }

  private static <T> T parse(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
