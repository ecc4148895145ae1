package io.quorate.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.ExitCode;
import io.quorate.client.Bytes;
import io.quorate.client.Compare;
import io.quorate.client.Compare.Operand;
import io.quorate.client.Compare.Relation;
import io.quorate.client.Op;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionFileTest {
  @Test
  void readsAllThatATransactionCanSay() throws Exception {
    var transaction =
        TransactionFile.parse(
            "t.json",
            """
            {"compare": [
               {"key": "a", "version": 3},
               {"key": "b", "create_index": 7, "is": "!="},
               {"key": "c", "modify_index": 9, "is": "<"},
               {"key": "d", "lease": 0, "is": ">"},
               {"key": "e", "value": "x"},
               {"key_base64": "/w==", "value_base64": "AA=="},
               {"key": "f", "exists": false}],
             "then": [
               {"put": {"key": "a", "value": "1", "lease": 5, "previous": true}},
               {"delete": {"key": "b"}},
               {"delete_range": {"start": "a", "end": "b", "limit": 10}},
               {"delete_range": {"prefix": "p"}},
               {"get": {"key": "c"}}],
             "else": []}
            """);
    assertEquals(
        List.of(
            new Compare(Bytes.utf8("a"), Relation.EQUAL, new Operand.Version(3)),
            new Compare(Bytes.utf8("b"), Relation.NOT_EQUAL, new Operand.CreateIndex(7)),
            new Compare(Bytes.utf8("c"), Relation.LESS, new Operand.ModifyIndex(9)),
            new Compare(Bytes.utf8("d"), Relation.GREATER, new Operand.LeaseId(0)),
            new Compare(Bytes.utf8("e"), Relation.EQUAL, new Operand.Value(Bytes.utf8("x"))),
            new Compare(
                Bytes.of(new byte[] {-1}),
                Relation.EQUAL,
                new Operand.Value(Bytes.of(new byte[] {0}))),
            new Compare(Bytes.utf8("f"), Relation.EQUAL, new Operand.Exists(false))),
        transaction.compares());
    assertEquals(
        List.of(
            new Op.Put(Bytes.utf8("a"), Bytes.utf8("1"), 5, true),
            new Op.Delete(Bytes.utf8("b"), false),
            new Op.DeleteRange(Bytes.utf8("a"), Bytes.utf8("b"), 10),
            new Op.DeleteRange(Bytes.utf8("p"), Bytes.utf8("q"), 0),
            new Op.Get(Bytes.utf8("c"))),
        transaction.then());
    assertEquals(List.of(), transaction.otherwise());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                           |1:1| expected a transaction",
        "[]                                           |1:1| expected a transaction",
        "{\"than\": []}                               |1:2| did you mean \"then\"",
        "{\"then\": {}}                               |1:10| to be a list",
        "{\"then\": [{}]}                             |1:11| one of put, delete",
        "{\"then\": [{\"put\": {\"key\": \"a\"}}]}    |1:19| needs a \"value\"",
        "{\"then\": [{\"put\": {\"key\": 1}}]}        |1:27| expected a string, found 1",
        "{\"then\": [{\"put\": {\"value\": \"a\"}}]}  |1:19| needs a \"key\"",
        "{\"then\": [{\"get\": {\"key\": \"a\"}, \"put\": {\"key\":\"a\",\"value\":\"b\"}}]} |1:40|"
            + " only one",
        "{\"compare\": [{\"key\": \"a\"}]}             |1:14| needs one of version",
        "{\"compare\": [{\"key\": \"a\", \"version\": -1}]} |1:38| from 0",
        "{\"compare\": [{\"key\": \"a\", \"version\": 1, \"is\": \"==\"}]} |1:47| one of =",
        "{\"compare\": [{\"key\": \"a\", \"version\": 1, \"exists\": true}]} |1:51| only one",
        "{\"then\": [], \"then\": []}                  |1:14| there twice",
        "{\"then\": [] } x                             |1:15| nrecognized",
        "{\"then\": [                                  |1:|"
      })
  void everyMistakeIsToldWithLineAndColumn(String json, String place, String message) {
    var failure = assertThrows(CommandFailure.class, () -> TransactionFile.parse("t.json", json));
    assertEquals(ExitCode.USAGE, failure.exitCode());
    assertTrue(failure.getMessage().startsWith("t.json:" + place), failure.getMessage());
    assertTrue(message == null || failure.getMessage().contains(message), failure.getMessage());
  }

  @Test
  void theLineIsCounted() {
    var failure =
        assertThrows(
            CommandFailure.class,
            () -> TransactionFile.parse("t.json", "{\n  \"then\": [\n    {\"pat\": 1}]}"));
    assertTrue(failure.getMessage().startsWith("t.json:3:6: "), failure.getMessage());
    assertTrue(failure.getMessage().contains("did you mean \"put\"?"), failure.getMessage());
  }
}
