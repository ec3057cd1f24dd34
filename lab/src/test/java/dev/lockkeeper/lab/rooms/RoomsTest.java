package dev.lockkeeper.lab.rooms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The borders between the rooms: starter to workflows, worker to activities to workflows, and
 * nobody to the lab.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomsTest {
  private JavaClasses all;

  @BeforeAll
  void read() {
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.lockkeeper");
  }

  @Test
  void allRoomsAreLookedAt() {
    for (String room : new String[] {"workflows", "activities", "worker", "starter", "lab"}) {
      assertThat(
              all.stream()
                  .anyMatch(type -> type.getPackageName().startsWith("dev.lockkeeper." + room)))
          .as(room)
          .isTrue();
    }
  }

  @Test
  void workflowsKnowNoOtherRoom() {
    noClasses()
        .that()
        .resideInAPackage("dev.lockkeeper.workflows..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.lockkeeper.activities..",
            "dev.lockkeeper.worker..",
            "dev.lockkeeper.starter..",
            "dev.lockkeeper.lab..")
        .check(all);
  }

  @Test
  void theStarterIsATemporalClientOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.lockkeeper.starter..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.lockkeeper.activities..",
            "dev.lockkeeper.worker..",
            "dev.lockkeeper.lab..",
            "net.schmizz..")
        .check(all);
  }

  @Test
  void activitiesKnowNeitherWorkerNorFramework() {
    noClasses()
        .that()
        .resideInAPackage("dev.lockkeeper.activities..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.lockkeeper.worker..",
            "dev.lockkeeper.starter..",
            "dev.lockkeeper.lab..",
            "io.micronaut..")
        .check(all);
  }

  @Test
  void nobodyNeedsTheLab() {
    classes()
        .that()
        .resideInAPackage("dev.lockkeeper.lab..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAPackage("dev.lockkeeper.lab..")
        .check(all);
  }

  @Test
  void theObserverSharesNoCodeWithWhatItWatches() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.lockkeeper.lab.observer..", "dev.lockkeeper.lab.load..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.lockkeeper.workflows..", "dev.lockkeeper.activities..", "dev.lockkeeper.worker..")
        .check(all);
  }

  @Test
  void sshIsOnlySpokenInItsOwnPackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.lockkeeper..")
        .and()
        .resideOutsideOfPackage("dev.lockkeeper.activities.ssh..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("net.schmizz..")
        .check(all);
  }
}
