package io.quorate.server.read;

import com.google.protobuf.ByteString;
import io.quorate.command.Bytes;
import io.quorate.command.KeyValueCodec;
import io.quorate.command.Limits;
import io.quorate.engine.View;
import io.quorate.kv.ScanSlice;
import io.quorate.proto.v1.ScanPage;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.server.error.RequestException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a scan asks for, checked.
 *
 * @param end exclusive; empty = to the last key
 * @param limit most records of a page (Kv.Read) or in all (Kv.Scan); 0 = no limit
 * @param pageBytes budget of keys and values; the record that reaches it is still part of the page
 */
record ScanRange(Bytes start, Bytes end, int limit, int pageBytes, boolean keysOnly) {
  static final int PAGE_BYTES = 1 << 20;
  static final int MOST_PAGE_BYTES = 4 << 20;

  static ScanRange of(ScanRequest request) {
    long budget = Integer.toUnsignedLong(request.getPageBytes());
    if (budget > MOST_PAGE_BYTES) {
      throw RequestException.invalid(
          "page of " + budget + " bytes; at most " + MOST_PAGE_BYTES + " are allowed");
    }
    long limit = Integer.toUnsignedLong(request.getLimit());
    return new ScanRange(
        bound(request.getStart()),
        bound(request.getEnd()),
        (int) Math.min(limit, Integer.MAX_VALUE),
        budget == 0 ? PAGE_BYTES : (int) budget,
        request.getKeysOnly());
  }

  private static Bytes bound(ByteString wire) {
    if (wire.size() > Limits.KEY_BYTES) {
      throw RequestException.invalid(
          "bound of " + wire.size() + " bytes; at most " + Limits.KEY_BYTES + " are allowed");
    }
    return KeyValueCodec.bytes(wire);
  }

  boolean contains(Bytes key) {
    return start.compareTo(key) <= 0 && (end.isEmpty() || key.compareTo(end) < 0);
  }

  /** Of the bounds: a page token is good for one range only. */
  long hash() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ByteBuffer.allocate(4).putInt(start.size()).flip());
      sha.update(start.array());
      return ByteBuffer.wrap(sha.digest(end.array())).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  ScanSlice read(View view, Bytes from) {
    return read(view, from, limit);
  }

  ScanSlice read(View view, Bytes from, int most) {
    if (!end.isEmpty() && from.compareTo(end) >= 0) {
      return new ScanSlice(java.util.List.of(), Bytes.EMPTY);
    }
    return view.scan(from, end, most, pageBytes, keysOnly);
  }

  static ScanPage.Builder page(ScanSlice slice) {
    var page = ScanPage.newBuilder();
    slice.records().forEach(record -> page.addKvs(KeyValueCodec.encode(record)));
    return page;
  }
}
