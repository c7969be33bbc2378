package dev.facsimile.pipeline.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;

/** The design's rules for this module. */
@AnalyzeClasses(
    packages = "dev.facsimile.pipeline",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final int LARGEST_PACKAGE = 14;
  private static final int LONGEST_CLASS = 350;
  private static final String[] PURE = {
    "..pipeline.plan..",
    "..pipeline.gate..",
    "..pipeline.schema..",
    "..pipeline.problem..",
    "..pipeline.spec.."
  };

  @ArchTest
  static void planIsPure(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.minio..",
            "java.net..",
            "java.nio.file..",
            "java.sql..",
            "java.util.concurrent.locks..",
            "..pipeline.artifact.store..")
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
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .check(classes);
  }

  @ArchTest
  static void onlyArtifactKnowsTheStoreClient(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackage("..pipeline.artifact..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.minio..")
        .check(classes);
  }

  @ArchTest
  static void kubernetesIsKnownByItsAnnotationsAlone(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "belong to Kubernetes clients",
                type ->
                    type.getPackageName().startsWith("io.fabric8.")
                            && !type.getPackageName().equals("io.fabric8.generator.annotation")
                        || type.getPackageName().startsWith("io.kubernetes.")))
        .check(classes);
  }

  @ArchTest
  static void noEngineInTheLanguage(JavaClasses classes) {
    noClasses().should().dependOnClassesThat().resideInAnyPackage("ai.djl..").check(classes);
  }

  @ArchTest
  static void namesSayWhatThingsAre(JavaClasses classes) {
    ArchRuleDefinition.classes()
        .should()
        .haveNameNotMatching(".*(Manager|Helper|Utils?|Impl)")
        .andShould()
        .resideOutsideOfPackages("..util..", "..common..", "..helper..", "..impl..")
        .check(classes);
  }

  @ArchTest
  static void packagesAreSmall(JavaClasses classes) {
    var sizes =
        classes.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .filter(type -> !type.isEnum() && !type.isAnnotation())
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(sizes)
        .isNotEmpty()
        .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(LARGEST_PACKAGE));
  }

  @ArchTest
  static void classesAreShort(JavaClasses classes) throws IOException {
    var root = Path.of(System.getProperty("facsimile.root"), "pipelines", "src", "main", "java");
    try (var files = Files.walk(root)) {
      var sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).hasSizeGreaterThan(20);
      for (var source : sources) {
        assertThat(Files.readAllLines(source))
            .as("%s of %d classes", source, classes.size())
            .hasSizeLessThanOrEqualTo(LONGEST_CLASS);
      }
    }
  }
}
