package dev.lockkeeper.workflows;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Workflow code is replayed: whatever it does must come out the same years later, on another
 * machine.
 */
@AnalyzeClasses(
    packages = "dev.lockkeeper.workflows",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.lockkeeper.workflows";

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

  @ArchTest
  static final ArchRule dependsOnLittle =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "..", "java..", "io.temporal..", "com.fasterxml.jackson..", "org.jspecify..");

  @ArchTest
  static final ArchRule readsNoClockAndThrowsNoDice =
      noClasses()
          .should()
          .accessTargetWhere(
              new DescribedPredicate<JavaAccess<?>>("that reads a clock, chance or environment") {
                @Override
                public boolean test(JavaAccess<?> access) {
                  String owner = access.getTargetOwner().getName();
                  String name = access.getTarget().getName();
                  boolean now =
                      name.equals("now")
                          && owner.startsWith("java.time.")
                          && !owner.equals(Clock.class.getName());
                  return now || CLOCKS_AND_CHANCE.getOrDefault(owner, Set.of()).contains(name);
                }
              });

  @ArchTest
  static final ArchRule leavesThreadsFilesAndNetworkAlone =
      noClasses()
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

  @ArchTest
  static final ArchRule keepsNothingBetweenRuns =
      fields().that().areStatic().and().doNotHaveName("$assertionsDisabled").should().beFinal();

  @ArchTest
  static final ArchRule theVocabularyKnowsNobody =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".model..", ROOT + ".request..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT, ROOT + ".runbook..", ROOT + ".fluss..");

  @ArchTest
  static final ArchRule theRunbookKnowsNoProduct =
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

  /** The desk and the progress are plain logic, so that they can be tested without a server. */
  @ArchTest
  static final ArchRule plainLogicKnowsNothingOfTemporal =
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
}
