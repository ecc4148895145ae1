package io.quorate.client.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quorate.client.Token;
import java.util.Base64;

/** A token as text: base64url of the protocol's message, so that every language can read it. */
public final class TokenText {
  private TokenText() {}

  public static String format(Token token) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Encode.token(token).toByteArray());
  }

  public static Token parse(String text) {
    try {
      var message = io.quorate.proto.v1.Token.parseFrom(Base64.getUrlDecoder().decode(text));
      if (message.getIndex() != 0 || message.getTerm() != 0) {
        return Decode.token(message);
      }
    } catch (IllegalArgumentException | InvalidProtocolBufferException invalid) {
      // Told below, with the whole text.
    }
    throw new IllegalArgumentException(
        "not a token: \"" + text + "\"; pass on what a write or a read answered");
  }
}
