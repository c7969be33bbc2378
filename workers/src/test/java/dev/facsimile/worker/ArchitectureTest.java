package dev.facsimile.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;

/** The borders inside the workers module. */
@AnalyzeClasses(
    packages = "dev.facsimile.worker",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final int LONGEST_CLASS = 350;
  private static final int CLASSES_IN_A_PACKAGE = 18;

  @ArchTest
  static void engineStaysWhereTensorsAre(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "..model..", "..train..", "..extract..", "..search..", "..weights..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(classes);
  }

  @ArchTest
  static void storesAreReachedThroughThePort(JavaClasses classes) {
    noClasses().should().dependOnClassesThat().resideInAPackage("io.minio..").check(classes);
  }

  @ArchTest
  static void workersNeverSeeKubernetes(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8.kubernetes..")
        .check(classes);
  }

  @ArchTest
  static void randomnessIsCounterBased(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .orShould()
        .callMethod(Math.class, "random")
        .check(classes);
  }

  @ArchTest
  static void theEnvironmentIsReadAtTheEdge(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackages("..cli..", "..model..")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(classes);
  }

  @ArchTest
  static void stagesKnowNeitherRunnerNorCommandLine(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..image..",
            "..synthesize..",
            "..model..",
            "..train..",
            "..views..",
            "..extract..",
            "..descriptors..",
            "..search..",
            "..evaluate..",
            "..weights..",
            "..random..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..execute..", "..run..", "..cli..", "..report..")
        .check(classes);
  }

  @ArchTest
  static void packagesFormNoCycles(JavaClasses classes) {
    slices().matching("dev.facsimile.worker.(*)..").should().beFreeOfCycles().check(classes);
  }

  @ArchTest
  static void namesSayWhatThingsAre(JavaClasses classes) {
    classes()
        .should()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Impl")
        .check(classes);
  }

  @ArchTest
  static void classesAndPackagesStaySmall(JavaClasses classes) throws IOException {
    assertThat(classes).isNotEmpty();
    var sizes = new HashMap<Path, Long>();
    for (var file : sources()) {
      try (var lines = Files.lines(file)) {
        assertThat(lines.count()).as(file.toString()).isLessThanOrEqualTo(LONGEST_CLASS);
      }
      if (!file.endsWith("package-info.java")) {
        sizes.merge(file.getParent(), 1L, Long::sum);
      }
    }
    sizes.forEach(
        (folder, count) ->
            assertThat(count).as(folder.toString()).isLessThanOrEqualTo(CLASSES_IN_A_PACKAGE));
  }

  private static List<Path> sources() throws IOException {
    var root = Path.of(System.getProperty("facsimile.root"), "workers", "src", "main", "java");
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
