package dev.facsimile.worker.synthesize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.csv.Csv;
import dev.facsimile.pipeline.spec.ChallengeSpec;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.pipeline.spec.recipe.BuiltInRecipes;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.stage.InMemoryImages;
import dev.facsimile.worker.stage.InMemoryInputs;
import dev.facsimile.worker.stage.InMemoryOutput;
import dev.facsimile.worker.synthesize.recipe.Steps;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChallengeStageTest {
  private static final List<AugmentationSpec> RECIPE =
      Steps.of(
          "[{probability: 0.5, flipHorizontally: {}}, {probability: 0.5, flipVertically: {}},"
              + " {probability: 0.5, brightness: {factor: {from: 0.5, to: 1.5}}}, {probability:"
              + " 0.5, underlay: {scale: {from: 0.2, to: 0.4}, left: {from: 0, to: 0.5}, top: {from: 0,"
              + " to: 0.5}}}]");

  @TempDir Path directory;

  private int outputs;

  @Test
  void queriesAreNumberedWithoutGapsAndFoundByTheirIndex() throws Exception {
    var output = run(spec(6, 4, null, null), pictures("r", 8), pictures("d", 5));

    var index = table(output, "index.csv", "id", "path", "offset", "length", "sha256");
    var tar = output.object("queries.tar");
    assertThat(index).hasSize(10);
    for (int i = 0; i < 10; i++) {
      var row = index.get(i);
      assertThat(row.get(0)).isEqualTo(String.format("Q%05d", i));
      assertThat(row.get(1)).isEqualTo(row.get(0) + ".jpg");
      int offset = Integer.parseInt(row.get(2));
      var file = Arrays.copyOfRange(tar, offset, offset + Integer.parseInt(row.get(3)));
      assertThat(Digests.sha256(file)).isEqualTo(row.get(4));
      assertThat(ImageDecoder.decode(file)).isNotNull();
    }
    assertThat(names(tar)).isEqualTo(index.stream().map(row -> row.get(1)).toList());
  }

  @Test
  void theTruthNamesEachCopysReferenceAndLeavesDistractorsEmpty() throws Exception {
    var output = run(spec(6, 4, null, null), pictures("r", 8), pictures("d", 5));

    var truth = truth(output);
    var originals = originals(output);
    assertThat(truth).hasSize(10);
    var used = new HashSet<String>();
    truth.forEach(
        (query, references) -> {
          var original = originals.get(query);
          assertThat(references).containsExactly(original.startsWith("r") ? original : "");
          assertThat(used.add(original)).as("drawn once: %s", original).isTrue();
        });
    assertThat(originals.values()).filteredOn(id -> id.startsWith("r")).hasSize(6);
  }

  @Test
  void copiesAndDistractorsAreMixed() throws Exception {
    var output = run(spec(20, 20, null, null), pictures("r", 20), pictures("d", 20));

    var kinds = originals(output).values().stream().map(id -> id.substring(0, 1)).toList();
    int changes = 0;
    for (int i = 1; i < kinds.size(); i++) {
      changes += kinds.get(i).equals(kinds.get(i - 1)) ? 0 : 1;
    }
    assertThat(changes).isBetween(10, 30);
  }

  @Test
  void identicalReferencesAreAllTrue() throws Exception {
    var references = pictures("r", 1);
    references.put("twin", references.get("r0"));

    var truth = truth(run(spec(1, 0, null, null), references, null));

    assertThat(truth).isEqualTo(Map.of("Q00000", List.of("r0", "twin")));
  }

  @Test
  void referencesAreUsedAgainOnlyWhenAllWereUsed() throws Exception {
    var output = run(spec(7, 0, null, null), pictures("r", 3), null);

    var times =
        originals(output).values().stream()
            .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
    assertThat(times.values()).containsExactlyInAnyOrder(2L, 2L, 3L);
  }

  @Test
  void aDistractorIdenticalToAReferenceIsNotUsed() throws Exception {
    var distractors = pictures("d", 2);
    var references = pictures("r", 2);
    distractors.put("copy", references.get("r1"));

    var output = run(spec(0, 12, null, null), references, distractors);

    assertThat(originals(output).values()).doesNotContain("copy").contains("d0", "d1");
  }

  @Test
  void everyQueryHasAsManyEditsAsWanted() throws Exception {
    var output = run(spec(10, 10, 2, 3), pictures("r", 10), pictures("d", 10));

    var edits = table(output, "edits.csv", "query_id", "edit");
    var perQuery = edits.stream().collect(Collectors.groupingBy(row -> row.get(0)));
    assertThat(perQuery).hasSize(20);
    assertThat(perQuery.values()).allMatch(rows -> rows.size() == 2 || rows.size() == 3);
    assertThat(perQuery.values().stream().map(List::size).distinct()).hasSize(2);
    for (var line : lines(output)) {
      var names = new ArrayList<String>();
      line.get("edits").forEach(edit -> names.add(edit.get("name").asText()));
      assertThat(perQuery.get(line.get("query").asText()))
          .extracting(row -> row.get(1))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void anUnreadableReferenceIsReplacedAndListed() throws Exception {
    var references = pictures("r", 3);
    references.put("broken", "no picture".getBytes(StandardCharsets.UTF_8));

    var output = run(spec(4, 0, null, null), references, null);

    assertThat(new String(output.object("rejected.csv"), StandardCharsets.UTF_8))
        .startsWith("id,reason\nbroken,");
    assertThat(truth(output)).hasSize(4);
    assertThat(originals(output).values()).doesNotContain("broken");
  }

  @Test
  void missingOrUselessPicturesAreErrorsThatSayWhatToDo() {
    var none = new TreeMap<String, byte[]>();
    var broken = new TreeMap<>(Map.of("x", "no picture".getBytes(StandardCharsets.UTF_8)));

    assertError(
        spec(1, 1, null, null),
        pictures("r", 1),
        null,
        ExitCode.BAD_CONFIGURATION,
        "set distractorQueries: 0");
    assertError(spec(1, 0, null, null), none, null, ExitCode.BAD_INPUT, "references");
    assertError(spec(0, 1, null, null), pictures("r", 1), none, ExitCode.BAD_INPUT, "distractors");
    assertError(spec(1, 0, null, null), broken, null, ExitCode.BAD_INPUT, "x.jpg");
  }

  @Test
  void zeroQueriesAreAnEmptyChallenge() throws Exception {
    var output = run(spec(0, 0, null, null), pictures("r", 1), null);

    assertThat(table(output, "index.csv", "id", "path", "offset", "length", "sha256")).isEmpty();
    assertThat(truth(output)).isEmpty();
  }

  /** The same bytes on every JDK and machine; new digests need a new version of the stage type. */
  @Test
  @Tag("golden")
  void bytesAreTheSameEverywhere() throws Exception {
    var inputs =
        new InMemoryInputs()
            .withImages("references", new InMemoryImages(pictures("r", 4)))
            .withImages("distractors", new InMemoryImages(pictures("d", 4)));
    var output = new InMemoryOutput(directory);

    new ChallengeStage(BuiltInRecipes.read("strong")).run(spec(4, 4, 2, 6), inputs, output);

    var text = new StringBuilder();
    output.objects().forEach((name, b) -> text.append(name).append(Digests.sha256(b)).append('\n'));
    assertThat(Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8)))
        .as(text.toString())
        .isEqualTo("aceb67f093fbe363e1d5cef7a4995a65e5c26851d10db9eec7b78af7ed0d43ff");
  }

  private void assertError(
      ChallengeSpec spec,
      Map<String, byte[]> references,
      Map<String, byte[]> distractors,
      ExitCode exitCode,
      String message) {
    assertThatThrownBy(() -> run(spec, references, distractors))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(exitCode);
  }

  private static ChallengeSpec spec(
      int copies, int distractors, Integer minEdits, Integer maxEdits) {
    return new ChallengeSpec(
        "references",
        "distractors",
        null,
        copies,
        distractors,
        "test",
        minEdits,
        maxEdits,
        90,
        1,
        0.5);
  }

  private static TreeMap<String, byte[]> pictures(String prefix, int count) {
    var pictures = new TreeMap<String, byte[]>();
    for (int i = 0; i < count; i++) {
      pictures.put(prefix + i, Steps.jpeg(40 + i, 30, prefix.charAt(0) * 100 + i));
    }
    return pictures;
  }

  private InMemoryOutput run(
      ChallengeSpec spec, Map<String, byte[]> references, Map<String, byte[]> distractors)
      throws Exception {
    var inputs = new InMemoryInputs().withImages("references", new InMemoryImages(references));
    if (distractors != null) {
      inputs.withImages("distractors", new InMemoryImages(distractors));
    }
    var output = new InMemoryOutput(directory.resolve("output" + outputs++));
    new ChallengeStage(RECIPE).run(spec, inputs, output);
    return output;
  }

  private static List<List<String>> table(InMemoryOutput output, String name, String... header)
      throws Exception {
    return Csv.read(new ByteArrayInputStream(output.object(name)), List.of(header), name);
  }

  private static Map<String, List<String>> truth(InMemoryOutput output) throws Exception {
    var truth = new HashMap<String, List<String>>();
    for (var row : table(output, "ground_truth.csv", "query_id", "reference_id")) {
      truth.computeIfAbsent(row.get(0), unseen -> new ArrayList<>()).add(row.get(1));
    }
    return truth;
  }

  private static List<JsonNode> lines(InMemoryOutput output) throws Exception {
    var lines = new ArrayList<JsonNode>();
    for (var line :
        new String(output.object("edits.jsonl"), StandardCharsets.UTF_8).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static Map<String, String> originals(InMemoryOutput output) throws Exception {
    var originals = new TreeMap<String, String>();
    for (var line : lines(output)) {
      originals.put(line.get("query").asText(), line.get("original").asText());
    }
    return originals;
  }

  private static List<String> names(byte[] tar) throws Exception {
    var names = new ArrayList<String>();
    try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
