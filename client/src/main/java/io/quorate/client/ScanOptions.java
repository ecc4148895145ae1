package io.quorate.client;

/**
 * What to scan, in key order.
 *
 * @param start first key, inclusive
 * @param end exclusive; empty = to the last key
 * @param limit most pairs, of the whole scan or of the page asked for; 0 = no limit
 * @param pageBytes byte budget of a page, at most 4 MiB; 0 = the server's default, 1 MiB
 * @param keysOnly leave the values out
 */
public record ScanOptions(Bytes start, Bytes end, int limit, int pageBytes, boolean keysOnly) {
  private static final int MAX_PAGE_BYTES = 4 << 20;

  public ScanOptions {
    if (limit < 0) {
      throw new IllegalArgumentException("limit must not be negative; found " + limit);
    }
    if (pageBytes < 0 || pageBytes > MAX_PAGE_BYTES) {
      throw new IllegalArgumentException("a page has at most 4 MiB; found " + pageBytes);
    }
  }

  public static ScanOptions all() {
    return range(Bytes.EMPTY, Bytes.EMPTY);
  }

  public static ScanOptions prefix(String prefix) {
    return prefix(Bytes.utf8(prefix));
  }

  public static ScanOptions prefix(Bytes prefix) {
    return range(prefix, prefix.prefixEnd());
  }

  /**
   * From {@code start}, inclusive, to {@code end}, exclusive; an empty end means to the last key.
   */
  public static ScanOptions range(Bytes start, Bytes end) {
    return new ScanOptions(start, end, 0, 0, false);
  }

  public static ScanOptions range(String start, String end) {
    return range(Bytes.utf8(start), Bytes.utf8(end));
  }

  public ScanOptions withLimit(int pairs) {
    return new ScanOptions(start, end, pairs, pageBytes, keysOnly);
  }

  public ScanOptions withPageBytes(int bytes) {
    return new ScanOptions(start, end, limit, bytes, keysOnly);
  }

  public ScanOptions withKeysOnly() {
    return new ScanOptions(start, end, limit, pageBytes, true);
  }
}
