package dev.facsimile.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The borders inside the workers module. */
@AnalyzeClasses(
    packages = "dev.facsimile.worker",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final int LONGEST_CLASS = 350;
  private static final int CLASSES_IN_A_PACKAGE = 18;

  @ArchTest
  static final ArchRule engineStaysWhereTensorsAre =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..model..", "..train..", "..extract..", "..search..", "..weights..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule storesAreReachedThroughThePort =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.minio..");

  @ArchTest
  static final ArchRule workersNeverSeeKubernetes =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.fabric8.kubernetes..");

  @ArchTest
  static final ArchRule randomnessIsCounterBased =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule theEnvironmentIsReadAtTheEdge =
      noClasses()
          .that()
          .resideOutsideOfPackages("..cli..", "..model..")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  @ArchTest
  static final ArchRule stagesKnowNeitherRunnerNorCommandLine =
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
          .resideInAnyPackage("..execute..", "..run..", "..cli..", "..report..");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("dev.facsimile.worker.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
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
          .haveSimpleNameNotEndingWith("Impl");

  @Test
  void classesAndPackagesStaySmall() throws IOException {
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
        (folder, classes) ->
            assertThat(classes).as(folder.toString()).isLessThanOrEqualTo(CLASSES_IN_A_PACKAGE));
  }

  private static List<Path> sources() throws IOException {
    var root = Path.of(System.getProperty("facsimile.root"), "workers", "src", "main", "java");
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
