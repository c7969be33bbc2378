package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.facsimile.operator.e2e.CorpusFile.Expectation;
import dev.facsimile.pipeline.problem.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every wrong pipeline of the corpus is refused by the API server, or shown as {@code Ready=False}
 * by the operator, with the place and the rule that {@code facsimile validate} names.
 */
@OnCluster
@Tag("smoke")
class CorpusE2E {
  private static final Pattern RULE_ID = Pattern.compile("\\[([a-z][a-z-]+)](?:$|[\\s,\\]])");
  private static final int FEWEST = 40;

  /** Rules about names, which the API server checks where those stand, or around it. */
  private static final Set<Rule> ABOUT_NAMES = Set.of(Rule.BAD_NAME, Rule.DUPLICATE_NAME);

  @Test
  void wrongPipelinesAreRefusedOrShownAsNotReady() {
    try (var tenant = Tenant.create("e2e-corpus")) {
      var softly = new SoftAssertions();
      var refused = new ArrayList<String>();
      var stored = new LinkedHashMap<String, CorpusFile>();
      for (var file : CorpusFile.invalid()) {
        var name = "n" + stored.size();
        var answer = tenant.kubectl.run(file.textNamed(name), "create", "-f", "-");
        if (answer.isGood()) {
          stored.put(name, file);
        } else if (!answer.err().contains("converting YAML to JSON")) { // kubectl's own refusal
          refused.add(file.name());
          checkRefusal(file, answer.err(), softly);
        }
      }
      assertThat(refused.size() + stored.size()).isGreaterThanOrEqualTo(FEWEST);
      System.out.printf(
          "corpus: %d refused by the API server, %d by the operator%n",
          refused.size(), stored.size());
      checkStored(tenant, stored, softly);
      softly.assertThat(tenant.kubectl.names("pipelineruns")).as("%s", stored).isEmpty();
      softly.assertAll();
    }
  }

  private static void checkRefusal(CorpusFile file, String words, SoftAssertions softly) {
    var message = CorpusFile.normalized(words);
    softly
        .assertThat(file.expectations())
        .as("%s: %s", file.name(), words)
        .anyMatch(expected -> places(expected).stream().anyMatch(message::contains));
    var ids = file.expectations().stream().map(expected -> expected.rule().id()).toList();
    softly
        .assertThat(RULE_ID.matcher(words).results().map(match -> match.group(1)))
        .as("%s: %s", file.name(), words)
        .isSubsetOf(ids);
  }

  /** Where the API server may say it: at the place; about names and metadata also around it. */
  private static List<String> places(Expectation expected) {
    var places = new ArrayList<String>();
    var place = expected.place();
    places.add(place);
    if (ABOUT_NAMES.contains(expected.rule()) || place.startsWith("metadata")) {
      while (place.lastIndexOf('.') > place.indexOf('.') || place.endsWith("]")) {
        place = place.substring(0, Math.max(place.lastIndexOf('.'), place.lastIndexOf('[')));
        places.add(place);
      }
    }
    return places;
  }

  private static void checkStored(
      Tenant tenant, Map<String, CorpusFile> stored, SoftAssertions softly) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                tenant.kubectl.list("pipelines").stream()
                    .noneMatch(pipeline -> pipeline.at("/status/conditions").isMissingNode()));
    for (var pipeline : tenant.kubectl.list("pipelines")) {
      var file = stored.get(pipeline.at("/metadata/name").asText());
      for (var condition : pipeline.at("/status/conditions")) {
        if (condition.path("type").asText().equals("Ready")) {
          var words = condition.path("message").asText();
          softly
              .assertThat(condition.path("status").asText())
              .as("%s: %s", file.name(), words)
              .isEqualTo("False");
          for (var expected : file.expectations()) {
            if (!expected.rule().isWarning()) {
              softly
                  .assertThat(words)
                  .as(file.name())
                  .contains(expected.path(), "[" + expected.rule().id() + "]");
            }
          }
        }
      }
    }
  }
}
