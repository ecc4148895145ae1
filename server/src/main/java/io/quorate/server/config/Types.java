package io.quorate.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of settings. */
final class Types {
  static final Type<String> NAME =
      new Type<>("", Function.identity(), Function.identity())
          .where(
              "a name of 1 to 63 letters, digits, '.', '_' or '-'",
              text -> text.matches("[A-Za-z0-9._-]{1,63}"));

  static final Type<String> HOST =
      new Type<>("", Function.identity(), Function.identity())
          .where(
              "a host name or an IP address without port",
              text -> text.matches("[A-Za-z0-9._:%-]{1,253}") && !text.matches("[^:]*:[^:]*"));

  static final Type<Integer> PORT = integer(1, 65_535);

  static final Type<Path> PATH =
      new Type<>("", Path::of, (Path path) -> path.toAbsolutePath().normalize().toString())
          .where("a path", path -> !path.toString().isBlank());

  static final Type<Boolean> BOOLEAN =
      new Type<>(
          "true or false",
          text ->
              switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("neither");
              },
          value -> Boolean.toString(value));

  /** In the file also a YAML list, which arrives here joined by commas. */
  static final Type<List<Member>> MEMBERS =
      new Type<>(
          "name=host:grpc_port, separated by commas, such as n1=10.0.0.1:7400,n2=10.0.0.2:7400",
          text ->
              Stream.of(text.split(",", -1))
                  .map(String::strip)
                  .filter(member -> !text.isBlank() || !member.isEmpty())
                  .map(Member::parse)
                  .toList(),
          members -> members.stream().map(Member::toString).collect(Collectors.joining(",")));

  private Types() {}

  static Type<Integer> integer(int min, int max) {
    return new Type<>("", Integer::valueOf, value -> Integer.toString(value))
        .where("a whole number from " + min + " to " + max, value -> value >= min && value <= max);
  }

  static Type<Long> count(long min, long max) {
    return new Type<>("", Long::valueOf, value -> Long.toString(value))
        .where("a whole number from " + min + " to " + max, value -> value >= min && value <= max);
  }

  static Type<Long> bytes(long min, long max) {
    return new Type<>("", Units::bytes, Units::print)
        .where(
            "a size from %s to %s such as 64MiB (units B, KiB, MiB, GiB, TiB)"
                .formatted(Units.print(min), Units.print(max)),
            value -> value >= min && value <= max);
  }

  static Type<Duration> duration(Duration min, Duration max) {
    return new Type<>("", Units::duration, (Duration value) -> Units.print(value))
        .where(
            "a duration from %s to %s such as 150ms (units ms, s, m, h, d)"
                .formatted(Units.print(min), Units.print(max)),
            value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
  }

  static <E extends Enum<E>> Type<E> oneOf(Class<E> type) {
    List<E> values = List.of(type.getEnumConstants());
    return new Type<>(
        "one of " + values.stream().map(Types::word).collect(Collectors.joining(", ")),
        text ->
            values.stream()
                .filter(value -> word(value).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new),
        Types::word);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
