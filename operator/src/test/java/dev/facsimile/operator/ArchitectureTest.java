package dev.facsimile.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Random;

/** The borders inside the operator module. */
@AnalyzeClasses(
    packages = "dev.facsimile.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final int LONGEST_CLASS = 350;
  private static final int CLASSES_IN_A_PACKAGE = 14;
  private static final String[] PURE = {
    "..operator.observe..",
    "..operator.decide..",
    "..operator.desired..",
    "..operator.trigger..",
    "..operator.transition.."
  };

  @ArchTest
  static void pureCodeSeesNoClient(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client..",
            "io.javaoperatorsdk..",
            "io.quarkus..",
            "io.minio..",
            "java.net..",
            "java.nio.file..",
            "dev.facsimile.pipeline.artifact.store..",
            "dev.facsimile.pipeline.artifact.s3..")
        .check(classes);
  }

  @ArchTest
  static void pureCodeHasNoClockEnvironmentOrRandomness(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .check(classes);
  }

  @ArchTest
  static void desiredKnowsNothingOfWhatIs(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAPackage("..operator.desired..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..operator.observe..",
            "..operator.decide..",
            "..operator.reconcile..",
            "..operator.web..")
        .check(classes);
  }

  @ArchTest
  static void noEngineAndNoWorkerInTheOperator(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl..", "dev.facsimile.worker..")
        .check(classes);
  }

  @ArchTest
  static void namesSayWhatThingsAre(JavaClasses classes) {
    classes()
        .should()
        .haveNameNotMatching(".*(Manager|Helper|Utils?|Impl)")
        .andShould()
        .resideOutsideOfPackages("..util..", "..common..", "..helper..", "..impl..")
        .check(classes);
  }

  @ArchTest
  static void classesAndPackagesStaySmall(JavaClasses classes) throws IOException {
    assertThat(classes).isNotEmpty();
    var root = Path.of(System.getProperty("facsimile.root"), "operator", "src", "main", "java");
    var sizes = new HashMap<Path, Long>();
    try (var files = Files.walk(root)) {
      for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        assertThat(Files.readAllLines(file))
            .as(file.toString())
            .hasSizeLessThanOrEqualTo(LONGEST_CLASS);
        if (!file.endsWith("package-info.java")) {
          sizes.merge(file.getParent(), 1L, Long::sum);
        }
      }
    }
    assertThat(sizes)
        .isNotEmpty()
        .allSatisfy(
            (folder, size) ->
                assertThat(size).as(folder.toString()).isLessThanOrEqualTo(CLASSES_IN_A_PACKAGE));
  }
}
