package io.quorate.client.internal;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a pinned scan goes on: the node that pins it and that node's own token. As text base64url
 * of {@code address|token}.
 */
record PageToken(String address, ByteString page) {

  /** Of the page after this one; empty when there is none. */
  static Optional<String> next(String address, ByteString page) {
    return page.isEmpty() ? Optional.empty() : Optional.of(new PageToken(address, page).text());
  }

  static PageToken parse(String text) {
    try {
      var bytes = ByteString.copyFrom(Base64.getUrlDecoder().decode(text));
      for (var i = 1; i < bytes.size(); i++) {
        if (bytes.byteAt(i) == '|') {
          return new PageToken(bytes.substring(0, i).toStringUtf8(), bytes.substring(i + 1));
        }
      }
    } catch (IllegalArgumentException invalid) {
      // Told below, with the whole text.
    }
    throw new IllegalArgumentException(
        "not a page token: \"" + text + "\"; pass on what the page before answered");
  }

  private String text() {
    var bytes = ByteString.copyFrom(address + "|", StandardCharsets.UTF_8).concat(page);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }
}
