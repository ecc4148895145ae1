package io.quorate.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class BordersTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.quorate.client");

  @Test
  void grpcTheProtocolAndTheRecorderStayInternal() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.quorate.client.internal..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.grpc..", "io.quorate.proto..", "com.google.protobuf..", "io.quorate.history..")
        .check(classes);
  }
}
