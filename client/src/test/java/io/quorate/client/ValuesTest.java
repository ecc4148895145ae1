package io.quorate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {
  @Test
  void tokensSurviveText() {
    var token = new Token(Bytes.utf8("group"), 1, 2, 3);
    assertEquals(token, Token.parse(token.toString()));
    assertThrows(IllegalArgumentException.class, () -> Token.parse("nonsense!"));
    assertThrows(IllegalArgumentException.class, () -> Token.parse(""));
  }

  @Test
  void tokensAreOrderedByEpochThenTermThenIndex() {
    var low = new Token(Bytes.EMPTY, 1, 9, 900);
    var high = new Token(Bytes.EMPTY, 2, 1, 1);
    assertEquals(high, low.max(high));
    assertEquals(high, high.max(low));
    var later = new Token(Bytes.EMPTY, 2, 1, 2);
    assertEquals(later, high.max(later));
  }

  @Test
  void operationIdsSurviveText() {
    var id = new OperationId(4711, 12);
    assertEquals("4711-12", id.toString());
    assertEquals(id, OperationId.parse("4711-12"));
    for (var wrong : List.of("", "4711", "-1", "a-b", "1-")) {
      assertThrows(IllegalArgumentException.class, () -> OperationId.parse(wrong));
    }
  }

  @Test
  void choicesSurviveText() {
    for (var text : List.of("local", "majority", "all", "3", "all:applied", "2:applied")) {
      assertEquals(text, WriteConcern.parse(text).toString());
    }
    assertEquals(WriteConcern.LOCAL, WriteConcern.parse("primary"));
    var atLeast = Consistency.atLeast(new Token(Bytes.EMPTY, 1, 2, 3)).toString();
    for (var text :
        List.of("linearizable", "lease", "session", "eventual", "bounded:500ms", atLeast)) {
      assertEquals(text, Consistency.parse(text).toString());
    }
    for (var preference : ReadPreference.values()) {
      assertEquals(preference, ReadPreference.parse(preference.toString()));
    }
    assertThrows(IllegalArgumentException.class, () -> Consistency.parse("bounded"));
    assertThrows(IllegalArgumentException.class, () -> WriteConcern.parse("0"));
  }

  @Test
  void prefixesEndWhereTheyShould() {
    assertEquals(Bytes.utf8("b"), Bytes.utf8("a").prefixEnd());
    assertEquals(Bytes.utf8("b"), Bytes.of(new byte[] {'a', (byte) 0xFF}).prefixEnd());
    assertEquals(Bytes.EMPTY, Bytes.of(new byte[] {(byte) 0xFF}).prefixEnd());
    assertTrue(Bytes.utf8("a").compareTo(Bytes.of(new byte[] {(byte) 0xFF})) < 0);
  }
}
