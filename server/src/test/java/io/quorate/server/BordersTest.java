package io.quorate.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the borders between packages. A failure means "discuss", not "add an exclusion". */
class BordersTest {
  private static final String[] ENGINE = {
    "io.quorate.command..",
    "io.quorate.engine..",
    "io.quorate.store..",
    "io.quorate.kv..",
    "io.quorate.document..",
    "io.quorate.vector..",
    "io.quorate.session..",
    "io.quorate.lease..",
    "io.quorate.change..",
    "io.quorate.digest..",
  };

  /** Of the engine and the server, without tests and generated messages. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/io/quorate/proto/"))
          .importPackages("io.quorate");

  @Test
  void engineKnowsNeitherRaftNorTheWire() {
    noClasses()
        .that()
        .resideInAnyPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.ratis..", "io.grpc..", "io.quorate.ratis..", "io.quorate.server..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void engineReadsNoClockAndNoRandom() {
    noClasses()
        .that()
        .resideInAnyPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.time\\.(Clock|InstantSource)"
                + "|java\\.util\\.(Random|SplittableRandom)|java\\.util\\.random\\..*"
                + "|java\\.security\\.SecureRandom|java\\.util\\.concurrent\\.ThreadLocalRandom")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void raftStaysBehindItsAdapters() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.quorate.ratis..", "io.quorate.server.replication..", "io.quorate.server.topology..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.ratis..")
        .check(CLASSES);
  }

  @Test
  void grpcStaysBehindItsAdapters() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.quorate.server.grpc..", "io.quorate.server.node..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.grpc..")
        .check(CLASSES);
  }
}
