package io.quorate.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.HashMap;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The engine is a pure function on its state; features know the batch, not each other. */
class LayersTest {
  private static final JavaClasses CLASSES = classes();

  private static JavaClasses classes() {
    // Names are enough; following them into other people's jars takes long.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .importUrl(Engine.class.getProtectionDomain().getCodeSource().getLocation());
  }

  private static final String[] ENGINE = {
    "io.quorate.command..",
    "io.quorate.store..",
    "io.quorate.kv..",
    "io.quorate.lease..",
    "io.quorate.session..",
    "io.quorate.change..",
    "io.quorate.digest..",
    "io.quorate.cluster..",
    "io.quorate.engine.."
  };

  @Test
  void theEngineKnowsNoNetworkNoConsensusNoClockNoChance() {
    noClasses()
        .that()
        .resideInAnyPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.ratis..", "io.grpc..", "io.quorate.ratis..", "java.time..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            Random.class, UUID.class, ThreadLocalRandom.class, HashMap.class, Thread.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  @Test
  void featuresDoNotKnowEachOther() {
    slices()
        .matching("io.quorate.(kv|lease|session|change|digest|cluster)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.quorate.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
