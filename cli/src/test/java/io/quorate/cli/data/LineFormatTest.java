package io.quorate.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.ExitCode;
import io.quorate.client.Bytes;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LineFormatTest {
  @ParameterizedTest
  @EnumSource(LineFormat.class)
  void readsWhatItWrites(LineFormat format) throws Exception {
    var random = new Random(11);
    for (var i = 0; i < 500; i++) {
      var key = i % 2 == 0 ? Bytes.utf8("käy\t\"" + i) : bytes(random);
      var value = i % 3 == 0 ? Bytes.utf8("line\nline\\" + i) : bytes(random);
      var pair = format.read("f", 7, format.write(key, value));
      assertEquals(new Pairs.Pair(7, key, value), pair, "seed 11, pair " + i);
    }
  }

  private static Bytes bytes(Random random) {
    var bytes = new byte[1 + random.nextInt(30)];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "TSV,no tab here",
    "TSV_BASE64,no tab here",
    "JSONL,no json",
    "JSONL,'{\"key\":\"a\"}'",
    "JSONL,'{\"value\":\"a\"}'",
    "JSONL,'{\"key\":\"a\",\"value\":1}'",
    "JSONL,'{\"key\":\"a\",\"value\":\"b\",\"ttl\":1}'",
    "JSONL,'{\"key\":\"a\",\"value_base64\":\"?\"}'",
    "JSONL,'{\"key\":\"a\",\"value\":\"b\"} x'"
  })
  void aMalformedLineIsNamed(LineFormat format, String line) {
    var failure = assertThrows(CommandFailure.class, () -> format.read("users", 123, line));
    assertEquals(ExitCode.USAGE, failure.exitCode());
    assertTrue(failure.getMessage().startsWith("users:123:"), failure.getMessage());
  }

  @Test
  void theFilesNameTellsTheFormat() {
    assertEquals(LineFormat.JSONL, LineFormat.of("a.jsonl", null, false));
    assertEquals(LineFormat.TSV, LineFormat.of("a.tsv", null, false));
    assertEquals(LineFormat.TSV_BASE64, LineFormat.of("a.tsv", null, true));
    assertEquals(LineFormat.JSONL, LineFormat.of("a.txt", LineFormat.Name.JSONL, false));
    assertEquals(LineFormat.TSV, LineFormat.of("a.jsonl", LineFormat.Name.TSV, false));
  }
}
