package io.quorate.history;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a history, checked by itself: every field is there and of its type. */
record Event(
    long line,
    long process,
    String type,
    String f,
    @Nullable String key,
    boolean hasValue,
    @Nullable Object value,
    long time,
    Details details) {

  /** What is wrong with a line, without its number. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  private static final List<String> TYPES = List.of("invoke", "ok", "fail", "info");
  private static final List<String> OF_ONE_KEY =
      List.of(
          Operation.READ,
          Operation.WRITE,
          Operation.CAS,
          Operation.DELETE,
          Operation.ADD,
          Operation.ACQUIRE,
          Operation.RELEASE);

  static Event parse(String text, long line) throws Malformed {
    Object parsed;
    try {
      parsed = JsonParser.parse(text);
    } catch (JsonParser.NotJson wrong) {
      throw new Malformed("not JSON: " + wrong.getMessage());
    }
    if (!(parsed instanceof Map<?, ?> fields)) {
      throw new Malformed("expected a JSON object, found " + shortly(parsed));
    }
    var type = text(fields, "type");
    if (!TYPES.contains(type)) {
      throw new Malformed("\"type\" is invoke, ok, fail or info; found " + shortly(type));
    }
    var f = text(fields, "f");
    var key = fields.get("key");
    if (key != null && !(key instanceof String)) {
      throw new Malformed("\"key\" is a string or null; found " + shortly(key));
    }
    if (key == null && OF_ONE_KEY.contains(f)) {
      throw new Malformed("a " + f + " needs a \"key\"");
    }
    var event =
        new Event(
            line,
            whole(fields, "process"),
            type.intern(),
            f.intern(),
            (String) key,
            fields.containsKey("value"),
            fields.get("value"),
            whole(fields, "time"),
            details(fields));
    event.checkValue();
    return event;
  }

  private void checkValue() throws Malformed {
    var invoked = type.equals("invoke");
    if (f.equals(Operation.CAS) && (invoked || value != null)) {
      require(value instanceof List<?> pair && pair.size() == 2, "a cas has the value [from,to]");
    } else if (f.equals(Operation.DELETE_RANGE) && (invoked || value != null)) {
      require(
          value instanceof List<?> pair
              && pair.size() == 2
              && pair.stream().allMatch(String.class::isInstance),
          "a delete_range has the value [start,end]");
    } else if (f.equals(Operation.WRITE) && invoked) {
      require(hasValue, "a write needs a \"value\"");
    } else if (f.equals(Operation.READ) && type.equals("ok")) {
      require(hasValue, "a read that is ok needs the \"value\" that was read");
    } else if (f.equals(Operation.ADD) && invoked) {
      require(value instanceof Long, "an add has a whole number as its value");
    } else if (f.equals(Operation.BALANCES) && type.equals("ok")) {
      require(
          value instanceof Map<?, ?> map && map.values().stream().allMatch(Long.class::isInstance),
          "balances are an object of whole numbers");
    } else if (f.equals(Operation.SCAN) && type.equals("ok")) {
      require(
          value instanceof List<?> keys && keys.stream().allMatch(String.class::isInstance),
          "a scan's page is a list of keys");
    } else if (f.equals(Operation.FEED) && type.equals("ok")) {
      require(
          value instanceof List<?> list && list.stream().allMatch(Event::isPosition),
          "a feed's batch is a list of [index,position]");
    } else if (f.equals(Operation.TXN) && (invoked || value != null)) {
      require(
          value instanceof List<?> list && list.stream().allMatch(Event::isMicroOperation),
          "a txn is a list of [\"append\",key,value] and [\"r\",key,list or null]");
    }
  }

  private static boolean isPosition(@Nullable Object element) {
    return element instanceof List<?> pair
        && pair.size() == 2
        && pair.stream().allMatch(Long.class::isInstance);
  }

  private static boolean isMicroOperation(@Nullable Object element) {
    if (!(element instanceof List<?> micro) || micro.size() != 3 || micro.get(1) == null) {
      return false;
    }
    var value = micro.get(2);
    return "append".equals(micro.get(0))
        ? value != null
        : "r".equals(micro.get(0)) && (value == null || value instanceof List<?>);
  }

  private static Details details(Map<?, ?> fields) throws Malformed {
    var details =
        new Details(
            version(fields, "version"),
            expected(fields),
            oneOfFew(fields, "node"),
            oneOfFew(fields, "session"),
            oneOfFew(fields, "consistency"),
            optionalWhole(fields, "staleness_ms"),
            optionalWhole(fields, "fence"),
            optionalWhole(fields, "until"),
            optionalWhole(fields, "index"),
            optionalText(fields, "scan"),
            optionalWhole(fields, "attempts"));
    return details.equals(Details.NONE) ? Details.NONE : details;
  }

  private static @Nullable Version version(Map<?, ?> fields, String name) throws Malformed {
    var found = fields.get(name);
    if (found == null) {
      return null;
    }
    if (found instanceof Long number) {
      return new Version(0, number);
    }
    if (found instanceof List<?> pair
        && pair.size() == 2
        && pair.get(0) instanceof Long generation
        && pair.get(1) instanceof Long number) {
      return new Version(generation, number);
    }
    throw new Malformed(
        "\"" + name + "\" is a whole number or [generation,number]; found " + shortly(found));
  }

  private static @Nullable Version expected(Map<?, ?> fields) throws Malformed {
    var expected = version(fields, "expected");
    if (expected != null
        && (expected.generation() < 0
            || expected.number() < 0
            || expected.generation() + expected.number() == 0)) {
      throw new Malformed(
          "\"expected\" is a version from 1 (a cas from null expects absence); found " + expected);
    }
    return expected;
  }

  private static String text(Map<?, ?> fields, String name) throws Malformed {
    var found = optionalText(fields, name);
    if (found == null) {
      throw new Malformed("the field \"" + name + "\" is missing");
    }
    return found;
  }

  private static long whole(Map<?, ?> fields, String name) throws Malformed {
    var found = optionalWhole(fields, name);
    if (found == null) {
      throw new Malformed("the field \"" + name + "\" is missing");
    }
    return found;
  }

  private static @Nullable String optionalText(Map<?, ?> fields, String name) throws Malformed {
    var found = fields.get(name);
    if (found == null || found instanceof String) {
      return (String) found;
    }
    throw new Malformed("\"" + name + "\" is a string; found " + shortly(found));
  }

  /** The same, kept once however often it comes. */
  private static @Nullable String oneOfFew(Map<?, ?> fields, String name) throws Malformed {
    var found = optionalText(fields, name);
    return found == null ? null : found.intern();
  }

  private static @Nullable Long optionalWhole(Map<?, ?> fields, String name) throws Malformed {
    var found = fields.get(name);
    if (found == null || found instanceof Long) {
      return (Long) found;
    }
    throw new Malformed("\"" + name + "\" is a whole number; found " + shortly(found));
  }

  private static void require(boolean holds, String message) throws Malformed {
    if (!holds) {
      throw new Malformed(message);
    }
  }

  private static String shortly(@Nullable Object value) {
    var text = JsonText.of(value);
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }
}
