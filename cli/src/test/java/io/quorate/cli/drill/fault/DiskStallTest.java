package io.quorate.cli.drill.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which file systems may be frozen. */
class DiskStallTest {
  private static final List<Path> DATA =
      List.of(Path.of("/c/n1/data"), Path.of("/c/n2/data"), Path.of("/c/n3/data"));

  private static String refusal(String... mounts) {
    var lines = new java.util.ArrayList<>(List.of("21 1 254:0 / / rw - ext4 /dev/vda rw"));
    lines.addAll(List.of(mounts));
    return DiskStall.refusal("n2", DATA.get(1), DATA, List.of(Path.of("/c")), Mount.parse(lines))
        .orElse("");
  }

  @Test
  void neverTheRootFileSystem() {
    assertTrue(refusal().contains("root file system"), refusal());
    var bind = "30 21 254:0 /elsewhere /c/n2/data rw - ext4 /dev/vda rw";
    assertTrue(refusal(bind).contains("root file system"), refusal(bind));
  }

  @Test
  void neverOneThatAnotherNodeUses() {
    var shared = "30 21 7:0 / /c rw - ext4 /dev/loop0 rw";
    assertTrue(refusal(shared).contains("of another node"), refusal(shared));
    var same =
        refusal(
            "30 21 7:0 / /c/n2/data rw - ext4 /dev/loop0 rw",
            "31 21 7:0 / /c/n3/data rw - ext4 /dev/loop0 rw");
    assertTrue(same.contains("/c/n3/data of another node"), same);
  }

  @Test
  void neverOneThatTheDrillNeeds() {
    var needed =
        refusal(
            "30 21 7:0 / /c rw - ext4 /dev/loop0 rw",
            "31 30 7:1 / /c/n1/data rw - ext4 /dev/loop1 rw",
            "32 30 7:2 / /c/n3/data rw - ext4 /dev/loop2 rw");
    assertTrue(needed.contains("must go on working"), needed);
  }

  @Test
  void neverOneThatCannotBeFrozen() {
    var memory = refusal("30 21 0:40 / /c/n2/data rw shared:5 - tmpfs none rw");
    assertTrue(memory.contains("type tmpfs"), memory);
  }

  @Test
  void oneOfItsOwnMayBe() {
    assertEquals("", refusal("30 21 7:0 / /c/n2/data rw shared:5 - ext4 /dev/loop0 rw"));
  }

  @Test
  void theTopmostOfStackedMountsCounts() {
    var stacked =
        refusal(
            "30 21 7:0 / /c/n2/data rw - ext4 /dev/loop0 rw",
            "31 30 0:41 / /c/n2/data rw - tmpfs none rw");
    assertTrue(stacked.contains("type tmpfs"), stacked);
  }
}
