package dev.facsimile.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.pipeline.document.PipelineReader;
import dev.facsimile.pipeline.problem.InvalidPipelineException;
import dev.facsimile.pipeline.problem.Problem;
import dev.facsimile.pipeline.problem.Rule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Files that plan, and files that do not, whose first lines tell what has to be found: {@code #
 * expect: rule at path}, one for each problem, warnings included.
 */
class CorpusTest {
  private static final Pattern EXPECTATION = Pattern.compile("# expect: ([a-z0-9-]+) at ?(.*)");

  private static List<Path> files(String folder) throws IOException {
    try {
      var root = Path.of(CorpusTest.class.getResource("/pipelines/" + folder).toURI());
      try (var found = Files.list(root)) {
        return found.sorted().toList();
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> validFilesPlanWithoutWarning() throws IOException {
    return files("valid").stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        assertThat(Planner.plan(PipelineReader.read(file)).warnings()).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> invalidFilesHaveExactlyTheExpectedProblems() throws IOException {
    return files("invalid").stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        assertThat(found(file).stream().map(CorpusTest::expectation))
                            .as("%s", found(file))
                            .containsExactlyInAnyOrderElementsOf(expected(file))));
  }

  @Test
  void everyRuleHasAFile() throws IOException {
    var rules = new TreeSet<Rule>();
    for (var file : files("invalid")) {
      found(file).forEach(problem -> rules.add(problem.rule()));
    }
    assertThat(rules).containsExactly(Rule.values());
  }

  private static List<Problem> found(Path file) {
    try {
      return Planner.problems(PipelineReader.read(file));
    } catch (InvalidPipelineException e) {
      return e.problems();
    }
  }

  private static String expectation(Problem problem) {
    return problem.rule().id() + " at " + problem.path();
  }

  private static List<String> expected(Path file) throws IOException {
    var expected = new ArrayList<String>();
    for (var line : Files.readAllLines(file)) {
      var matcher = EXPECTATION.matcher(line);
      if (matcher.matches()) {
        expected.add(matcher.group(1) + " at " + matcher.group(2));
      }
    }
    assertThat(expected).as("expectations of %s", file).isNotEmpty();
    return expected;
  }
}
