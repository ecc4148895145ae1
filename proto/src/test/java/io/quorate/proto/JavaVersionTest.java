package io.quorate.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JavaVersionTest {
  private static final int JAVA_17 = 61;

  @Test
  void stubsAreForJava17() throws IOException {
    var stub = getClass().getResourceAsStream("/io/quorate/proto/v1/KvGrpc.class");
    try (var file = new DataInputStream(stub)) {
      assertEquals(0xCAFEBABE, file.readInt());
      file.readUnsignedShort(); // the minor version
      assertEquals(JAVA_17, file.readUnsignedShort());
    }
  }
}
