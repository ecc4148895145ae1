package io.quorate.history;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the borders between packages. A failure means "discuss", not "add an exclusion". */
class BordersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.quorate.history");

  @Test
  void nothingButTheJdkIsNeeded() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.quorate.history..", "java..", "org.jspecify..", "com.google.errorprone..")
        .check(CLASSES);
  }

  @Test
  void recordingKnowsNothingOfChecking() {
    noClasses()
        .that()
        .resideInAPackage("io.quorate.history")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.quorate.history.check..")
        .check(CLASSES);
  }

  @Test
  void checkersReadNoClockAndNoRandom() {
    noClasses()
        .that()
        .resideInAPackage("io.quorate.history.check..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.Random|java\\.time\\..*")
        .check(CLASSES);
  }
}
