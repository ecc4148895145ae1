package io.quorate.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void fieldsKeepTheirOrder() {
    var fields =
        Json.fields()
            .add("z", 1)
            .add("a", List.of("x", true, 2L, 0.5))
            .add("nested", Json.fields().add("none", null));
    assertEquals(
        "{\"z\":1,\"a\":[\"x\",true,2,0.5],\"nested\":{\"none\":null}}", Json.text(fields));
  }

  @Test
  void readsWhatItWrites() throws Exception {
    var text = "{\"a\":[1,2.5,null,false,\"ü\\n\"],\"b\":{}}";
    assertEquals(text, Json.text(Json.parse(text)));
    assertEquals(Map.of(), Json.parse("{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1,", "nope", "{\"a\":}", "{a:1}"})
  void refusesWhatIsNoJson(String text) {
    assertThrows(JsonProcessingException.class, () -> Json.parse(text));
  }
}
