package io.quorate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JavaVersionTest {
  private static final int JAVA_17 = 61;

  @Test
  void allClassesAreForJava17() throws IOException, URISyntaxException {
    var root = Path.of(Kv.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(root)) {
      var classes = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertTrue(classes.size() > 100, classes.size() + " classes");
      for (var each : classes) {
        try (var file = new DataInputStream(Files.newInputStream(each))) {
          assertEquals(0xCAFEBABE, file.readInt());
          file.readUnsignedShort(); // the minor version
          assertEquals(JAVA_17, file.readUnsignedShort(), each::toString);
        }
      }
    }
  }
}
