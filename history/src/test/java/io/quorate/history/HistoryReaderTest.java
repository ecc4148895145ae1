package io.quorate.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryReaderTest {
  private static final String INVOKE =
      "{\"process\":1,\"type\":\"invoke\",\"f\":\"write\",\"key\":\"a\",\"value\":\"x\",\"time\":5}\n";
  private static final String OK =
      "{\"process\":1,\"type\":\"ok\",\"f\":\"write\",\"key\":\"a\",\"value\":\"x\",\"time\":7}\n";

  private static List<Operation> read(String text) throws IOException {
    var operations = new ArrayList<Operation>();
    HistoryReader.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "f", operations::add);
    return operations;
  }

  @Test
  void anInvocationAndItsCompletionAreOneOperation() throws IOException {
    var operation = read(INVOKE + OK).get(0);
    assertEquals(Outcome.OK, operation.outcome());
    assertEquals(List.of(5L, 7L), List.of(operation.invokedAt(), operation.returnedAt()));
    assertEquals(List.of(1L, 2L), List.of(operation.invokeLine(), operation.returnLine()));
    assertEquals("x", operation.argument());
    assertEquals(Details.NONE, operation.details());
  }

  @Test
  void whatIsNeverCompletedIsUnknown() throws IOException {
    var operation = read(INVOKE).get(0);
    assertEquals(Outcome.INFO, operation.outcome());
    assertEquals(Long.MAX_VALUE, operation.returnedAt());
  }

  @Test
  void unknownFieldsFunctionsAndBlankLinesAreIgnored() throws IOException {
    var operations =
        read(
            """

            {"index":3,"process":1,"type":"invoke","f":"nemesis","more":{"a":[1]},"time":5}\r

            """);
    assertEquals("nemesis", operations.get(0).f());
    assertNull(operations.get(0).key());
  }

  @Test
  void optionalFieldsStandAtEitherLine() throws IOException {
    var details =
        read(INVOKE.replace("\"time\"", "\"session\":\"s\",\"expected\":2,\"version\":1,\"time\"")
                + OK.replace("\"time\"", "\"version\":[12,3],\"node\":\"n1\",\"time\""))
            .get(0)
            .details();
    assertEquals(new Version(12, 3), details.version());
    assertEquals(new Version(0, 2), details.expected());
    assertEquals("s", details.session());
    assertEquals("n1", details.node());
  }

  @Test
  void valuesMayBeAnyJson() throws IOException {
    var json = "{\"a\":[1,-2.5,true,null,\"\\u00e9\\n\\\"\"],\"b\":{}}";
    var value = read(INVOKE.replace("\"x\"", json)).get(0).argument();
    assertTrue(value instanceof Map);
    assertEquals(json.replace("\\u00e9", "é").replace("\\n", "\\u000a"), JsonText.of(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"process\":1                                                        | not JSON: expected"
            + " ',' or '}' at column",
        "hello                                                                 | not JSON: expected"
            + " a JSON value at column 1",
        "[1]                                                                   | expected a JSON"
            + " object, found [1]",
        "{\"type\":\"ok\",\"f\":\"write\",\"key\":\"a\",\"time\":9}            | the field"
            + " \"process\" is missing",
        "{\"process\":1,\"f\":\"write\",\"key\":\"a\",\"time\":9}              | the field \"type\""
            + " is missing",
        "{\"process\":1,\"type\":\"ok\",\"key\":\"a\",\"time\":9}              | the field \"f\" is"
            + " missing",
        "{\"process\":1,\"type\":\"ok\",\"f\":\"write\",\"time\":9}            | a write needs a"
            + " \"key\"",
        "{\"process\":1,\"type\":\"ok\",\"f\":\"write\",\"key\":\"a\"}         | the field \"time\""
            + " is missing",
        "{\"process\":\"1\",\"type\":\"ok\",\"f\":\"w\",\"time\":9}            | \"process\" is a"
            + " whole number; found \"1\"",
        "{\"process\":1,\"type\":\"done\",\"f\":\"w\",\"time\":9}              | \"type\" is"
            + " invoke, ok, fail or info; found \"done\"",
        "{\"process\":1,\"type\":\"ok\",\"f\":\"write\",\"key\":7,\"time\":9}  | \"key\" is a"
            + " string or null; found 7",
        "{\"process\":2,\"type\":\"ok\",\"f\":\"write\",\"key\":\"a\",\"time\":9} | ok without an"
            + " invoke: process 2 has nothing open",
        "{\"process\":1,\"type\":\"invoke\",\"f\":\"read\",\"key\":\"a\",\"time\":9} | process 1"
            + " invokes a read while its write of line 1 is open",
        "{\"process\":1,\"type\":\"ok\",\"f\":\"write\",\"key\":\"a\",\"time\":4} | time goes"
            + " backwards for process 1: 4 after 5 on line 1",
        "{\"process\":1,\"type\":\"ok\",\"f\":\"write\",\"key\":\"b\",\"time\":9} | process 1"
            + " completes write \"b\", but invoked write \"a\" on line 1",
        "{\"process\":3,\"type\":\"invoke\",\"f\":\"write\",\"key\":\"b\",\"time\":9} | a write"
            + " needs a \"value\"",
        "{\"process\":3,\"type\":\"invoke\",\"f\":\"cas\",\"key\":\"b\",\"value\":1,\"time\":9} | a"
            + " cas has the value [from,to]",
        "{\"process\":3,\"type\":\"invoke\",\"f\":\"txn\",\"value\":[[\"w\",1,2]],\"time\":9} | a"
            + " txn is a list of",
        "{\"process\":3,\"type\":\"invoke\",\"f\":\"add\",\"key\":\"b\",\"value\":\"1\",\"time\":9}"
            + " | an add has a whole number",
        "{\"process\":3,\"type\":\"invoke\",\"f\":\"delete_range\",\"value\":[\"a\"],\"time\":9} |"
            + " a delete_range has the value [start,end]",
        "{\"process\":1,\"type\":\"ok\",\"f\":\"write\",\"key\":\"a\",\"time\":9,\"version\":\"1\"}"
            + " | \"version\" is a whole number or [generation,number]",
        "{\"process\":1,\"type\":\"ok\",\"f\":\"write\",\"key\":\"a\",\"time\":9,\"expected\":[1]}"
            + " | \"expected\" is a whole number or [generation,number]; found [1]",
        "{\"process\":1,\"type\":\"ok\",\"f\":\"write\",\"key\":\"a\",\"time\":9,\"expected\":0} |"
            + " \"expected\" is a version from 1 (a cas from null expects absence); found 0",
        "{\"process\":1,\"type\":\"ok\",\"f\":\"write\",\"key\":\"a\",\"time\":99999999999999999999}"
            + " | not JSON: expected a number of at most 64 bits",
      })
  void aMalformedLineIsToldWithItsNumber(String line, String why) {
    var failure = assertThrows(MalformedHistoryException.class, () -> read(INVOKE + "\n" + line));
    assertEquals(3, failure.line());
    assertTrue(
        String.valueOf(failure.getMessage()).startsWith("f, line 3: " + why), failure::toString);
  }

  @Test
  void whatIsNotUtf8IsMalformed() {
    var bytes = (INVOKE + "{\"f\":\"é\"}").getBytes(StandardCharsets.ISO_8859_1);
    var failure =
        assertThrows(
            MalformedHistoryException.class,
            () -> HistoryReader.read(new ByteArrayInputStream(bytes), "f", each -> {}));
    assertEquals(2, failure.line());
  }

  @Test
  void anIncompleteLastLineMeansThatTheProgramWasKilled() {
    var failure =
        assertThrows(MalformedHistoryException.class, () -> read(INVOKE + OK.substring(0, 20)));
    assertTrue(String.valueOf(failure.getMessage()).contains("remove it"), failure::toString);
  }

  @Test
  void aRangeDeleteReachesItsKeysInTheOrderOfBytes() throws IOException {
    var history =
        History.of(
            read(
                INVOKE
                    + INVOKE.replace("\"a\"", "\"0xff\"").replace(":1,", ":2,")
                    + INVOKE.replace("\"a\"", "\"c\"").replace(":1,", ":3,")
                    + "{\"process\":4,\"type\":\"invoke\",\"f\":\"delete_range\",\"value\":[\"b\",\"\"],\"time\":9}\n"));
    var byKey = history.byKey();
    assertEquals(1, byKey.getOrDefault("a", List.of()).size());
    assertEquals(2, byKey.getOrDefault("0xff", List.of()).size());
    assertEquals(2, byKey.getOrDefault("c", List.of()).size());
  }
}
