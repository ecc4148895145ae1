package io.quorate.history;

import org.jspecify.annotations.Nullable;

/**
 * What a reply said besides its value; null where it said nothing. What each field is for stands in
 * {@link Details}.
 *
 * @param operation names the write for ever, for people who look for it elsewhere
 * @param attempts how often it was sent; null = once, or not told
 */
public record Completion(
    @Nullable Version version,
    @Nullable String node,
    @Nullable String operation,
    @Nullable String consistency,
    @Nullable Long stalenessMs,
    @Nullable Long attempts,
    @Nullable Long fence,
    @Nullable Long until,
    @Nullable Long index,
    @Nullable String scan) {
  public static final Completion NONE = new Completion(null, null, null, null, null);

  /** Of an operation on a register. */
  public Completion(
      @Nullable Version version,
      @Nullable String node,
      @Nullable String operation,
      @Nullable String consistency,
      @Nullable Long stalenessMs) {
    this(version, node, operation, consistency, stalenessMs, null, null, null, null, null);
  }

  /** Of a lock that was granted with {@code fence}, and is relied on until then. */
  public static Completion granted(long fence, long until) {
    return new Completion(null, null, null, null, null, null, fence, until, null, null);
  }

  /** Of a write that was accepted under {@code fence}. */
  public static Completion fenced(long fence, @Nullable Version version) {
    return new Completion(version, null, null, null, null, null, fence, null, null, null);
  }

  /** Of a write that was refused because of the version that was found; 0 = the key was absent. */
  public static Completion refused(Version found) {
    return new Completion(found, null, null, null, null);
  }

  /** Of a page of {@code scan}, served by {@code node} from the state at {@code index}. */
  public static Completion page(String scan, long index, String node) {
    return new Completion(null, node, null, null, null, null, null, null, index, scan);
  }

  /** The same, sent so often; once is not worth a field. */
  public Completion sent(long times) {
    return times > 1
        ? new Completion(
            version, node, operation, consistency, stalenessMs, times, fence, until, index, scan)
        : this;
  }

  void appendTo(StringBuilder line) {
    if (version != null) {
      line.append(",\"version\":").append(version);
    }
    text(line, "node", node);
    text(line, "operation", operation);
    text(line, "consistency", consistency);
    number(line, "staleness_ms", stalenessMs);
    number(line, "attempts", attempts);
    number(line, "fence", fence);
    number(line, "until", until);
    number(line, "index", index);
    text(line, "scan", scan);
  }

  private static void text(StringBuilder line, String name, @Nullable String value) {
    if (value != null) {
      JsonText.quote(line.append(",\"").append(name).append("\":"), value);
    }
  }

  private static void number(StringBuilder line, String name, @Nullable Long value) {
    if (value != null) {
      line.append(",\"").append(name).append("\":").append(value);
    }
  }
}
