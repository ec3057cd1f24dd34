package dev.lockkeeper.workflows;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Workflow code is replayed: whatever it does must come out the same years later, on another
 * machine.
 */
class ArchitectureTest {
  private static final String ROOT = "dev.lockkeeper.workflows";

  private static final String CODEC = ROOT + ".codec";

  private static final String CONNECTION = ROOT + ".connection";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** Reading JSON throws IOException; nothing else of java.io is of use here. */
  private static final Set<String> INPUT_OUTPUT_OF_JSON =
      Set.of("java.io.IOException", "java.io.Serializable");

  private static final Map<String, Set<String>> CLOCKS_AND_CHANCE =
      Map.of(
          "java.lang.System", Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty"),
          "java.util.UUID", Set.of("randomUUID"),
          "java.lang.Math", Set.of("random"),
          "java.lang.Object", Set.of("wait", "notify", "notifyAll"),
          "java.util.Collections", Set.of("shuffle"));

  @Test
  void dependsOnLittle() {
    ArchRule rule =
        classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                ROOT + "..",
                "java..",
                "io.temporal..",
                "javax.crypto..",
                "com.google.protobuf..",
                "com.fasterxml.jackson..",
                "org.jspecify..");
    rule.check(CLASSES);
  }

  @Test
  void readsNoClockAndThrowsNoDice() {
    ArchRule rule =
        noClasses()
            .should()
            .accessTargetWhere(
                new DescribedPredicate<JavaAccess<?>>("that reads a clock, chance or environment") {
                  @Override
                  public boolean test(JavaAccess<?> access) {
                    String owner = access.getTargetOwner().getName();
                    String name = access.getTarget().getName();
                    boolean now = name.equals("now") && owner.startsWith("java.time.");
                    return now || CLOCKS_AND_CHANCE.getOrDefault(owner, Set.of()).contains(name);
                  }
                });
    rule.check(CLASSES);
  }

  /** The SDK runs the codec around workflow code, when it writes to Temporal and reads from it. */
  @Test
  void isNotTheCodecsBusiness() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage(CODEC)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CODEC, "com.google.protobuf..", "javax.crypto..");
    rule.check(CLASSES);
  }

  /** It is there for clients and workers, before any workflow runs. */
  @Test
  void doesNotConnect() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage(CONNECTION)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CONNECTION);
    rule.check(CLASSES);
  }

  @Test
  void leavesThreadsFilesAndNetworkAlone() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackages(CODEC, CONNECTION)
            .should()
            .dependOnClassesThat(
                are(
                    new DescribedPredicate<JavaClass>("of threads, files, network or chance") {
                      @Override
                      public boolean test(JavaClass type) {
                        return type.isAssignableTo(Thread.class)
                            || type.isAssignableTo(java.util.Random.class)
                            || type.isAssignableTo(Clock.class)
                            || type.isAssignableTo(ProcessBuilder.class)
                            || List.of(
                                    "java.net",
                                    "java.nio.file",
                                    "java.util.concurrent",
                                    "java.util.concurrent.atomic",
                                    "java.util.concurrent.locks")
                                .contains(type.getPackageName())
                            || (type.getPackageName().equals("java.io")
                                && !INPUT_OUTPUT_OF_JSON.contains(type.getName()));
                      }
                    }));
    rule.check(CLASSES);
  }

  @Test
  void keepsNothingBetweenRuns() {
    ArchRule rule =
        fields().that().areStatic().and().doNotHaveName("$assertionsDisabled").should().beFinal();
    rule.check(CLASSES);
  }

  @Test
  void theVocabularyKnowsNobody() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".model..", ROOT + ".request..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".runbook..", ROOT + ".fluss..");
    rule.check(CLASSES);
  }

  @Test
  void theRunbookKnowsNoProduct() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".runbook..")
            .should()
            .dependOnClassesThat(
                are(
                    new DescribedPredicate<JavaClass>("of a product") {
                      @Override
                      public boolean test(JavaClass type) {
                        String name = type.getPackageName();
                        return name.startsWith(ROOT)
                            && !name.startsWith(ROOT + ".model")
                            && !name.startsWith(ROOT + ".request")
                            && !name.startsWith(ROOT + ".runbook");
                      }
                    }));
    rule.check(CLASSES);
  }

  /** The desk and the progress are plain logic, so that they can be tested without a server. */
  @Test
  void plainLogicKnowsNothingOfTemporal() {
    ArchRule rule =
        noClasses()
            .that()
            .haveSimpleName("Desk")
            .or()
            .haveSimpleName("OpenQuestion")
            .or()
            .haveSimpleName("Progress")
            .or()
            .haveSimpleName("NodeProgress")
            .or()
            .haveSimpleName("FlussCompatibility")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal..");
    rule.check(CLASSES);
  }
}
