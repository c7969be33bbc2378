package dev.facsimile.worker.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.spec.MatchSpec;
import dev.facsimile.pipeline.spec.MatchSpec.Metric;
import dev.facsimile.pipeline.spec.NormalizeSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.MethodSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.ScoreNormalizationSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.Side;
import dev.facsimile.pipeline.spec.NormalizeSpec.StretchSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.StretchSpec.Statistic;
import dev.facsimile.pipeline.spec.NormalizeSpec.SubtractSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.WhitenSpec;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.descriptors.DescriptorFile;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.descriptors.Space;
import dev.facsimile.worker.random.Philox;
import dev.facsimile.worker.stage.InMemoryArtifact;
import dev.facsimile.worker.stage.InMemoryInputs;
import dev.facsimile.worker.stage.InMemoryOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagesTest {
  private static final String SPACE = Space.derive("model");
  private static final MethodSpec STRETCH =
      new MethodSpec(new StretchSpec(2, 2.5, Statistic.MEAN), null, null, null);
  private static final MethodSpec BIAS =
      new MethodSpec(null, new ScoreNormalizationSpec(1, 1, 2), null, null);
  private static final MethodSpec SUBTRACT =
      new MethodSpec(null, null, new SubtractSpec(3, 0.35, 2), null);
  private static final MethodSpec WHITEN = new MethodSpec(null, null, null, new WhitenSpec(4));

  @TempDir Path folder;
  private final AtomicInteger outputs = new AtomicInteger();

  @Test
  void stretchingScalesQueriesByTheirNearestBackgroundAndKeepsTheSpace() throws Exception {
    var queries = Descriptors.of(List.of("x", "y"), new float[] {1, 0, -1, 0}, 2);
    var background =
        Descriptors.of(List.of("a", "b", "c"), new float[] {0.8f, 0, 0.4f, 1, 0.1f, 0}, 2);

    var output = normalize(Side.QUERIES, STRETCH, artifact(queries), artifact(background));

    var read = read(output);
    assertThat(read.ids()).containsExactly("x", "y");
    // mean of 0.8 and 0.4, times 2.5; the second has negative products alone
    assertThat(read.vectors()).containsExactly(1.5f, 0, -0f, 0);
    assertThat(output.attributes()).containsEntry("space", SPACE);
    assertThat(output.deviceKind()).isEqualTo("java");
  }

  @Test
  void scoreNormalisationAddsADimensionOfEachSide() throws Exception {
    var queries = Descriptors.of(List.of("x"), new float[] {1, 0}, 2);
    var background =
        Descriptors.of(List.of("a", "b", "c"), new float[] {0.75f, 0, 0.25f, 1, 0, 0}, 2);

    var left = normalize(Side.QUERIES, BIAS, artifact(queries), artifact(background));
    var right = normalize(Side.REFERENCES, BIAS, artifact(queries), artifact(background));

    assertThat(read(left).vectors()).containsExactly(1, 0, -0.5f);
    assertThat(read(right).vectors()).containsExactly(1, 0, 1);
    assertThat(left.attributes().get("space"))
        .isEqualTo(right.attributes().get("space"))
        .isNotEqualTo(SPACE);
  }

  @Test
  void subtractionTakesTheMeanNeighbourAwayAndWhiteningEvensTheVariances() throws Exception {
    var queries = Descriptors.of(List.of("x"), new float[] {1, 0}, 2);
    var background = Descriptors.of(List.of("a", "b"), new float[] {0, 1, 0, -3}, 2);

    var once = new MethodSpec(null, null, new SubtractSpec(1, 0.75, 1), null);
    var subtracted = normalize(Side.QUERIES, once, artifact(queries), artifact(background));

    // products are both 0, so the first id is nearest: (1, 0) - 0.75 (0, 1), divided by 1.25
    assertThat(read(subtracted).vectors()).containsExactly(0.8f, -0.6f);

    var random = random("b", 200, 6, 3);
    var whitening = Whitening.fit(random, 4);
    double sum = 0;
    for (int i = 0; i < random.size(); i++) {
      double y = 0;
      for (int j = 0; j < 6; j++) {
        y += whitening.matrix()[3][j] * (random.vector(i)[j] - whitening.mean()[j]);
      }
      sum += y * y;
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  @Test
  @Tag("golden")
  void everyOutputHasTheRecordedBytes() throws Exception {
    var queries = artifact(random("q", 40, 6, 1));
    var references = artifact(random("r", 60, 6, 2));
    var background = artifact(random("b", 50, 6, 3));
    var digests = new TreeMap<String, String>();
    for (var method : List.of(STRETCH, BIAS, SUBTRACT, WHITEN)) {
      var output = normalize(Side.QUERIES, method, queries, background);
      digests.put(
          "normalize " + List.of(STRETCH, BIAS, SUBTRACT, WHITEN).indexOf(method),
          digest(output, DescriptorFile.OBJECT));
    }
    for (var metric : Metric.values()) {
      var spec = new MatchSpec("q", "r", metric, 100, 5, true);
      var output = match(spec, queries, references);
      digests.put("match " + metric, digest(output, "matches.csv"));
      digests.put("submission", digest(output, MatchStage.SUBMISSION_OBJECT));
    }

    assertThat(digests.toString())
        .isEqualTo(
            "{match INNER_PRODUCT=7b62a91890ff801d, match L2=0c1450671bcc58ad,"
                + " normalize 0=839ccef3745e0914, normalize 1=55d000658754aafe,"
                + " normalize 2=da78c7ff45afd174, normalize 3=04b8a9c7ba5628c0,"
                + " submission=0c1e710a6f7775fc}");
  }

  @Test
  void matchesComeBestFirstFromAllSharesAndFilesAlike() throws Exception {
    var one = Descriptors.of(List.of("r/1"), new float[] {1, 1}, 2);
    var two = Descriptors.of(List.of("r/2"), new float[] {0, 2}, 2);
    var references = InMemoryArtifact.ofShares("extract", List.of(artifact(one), artifact(two)));
    var queries = Descriptors.of(List.of("q,1", "q2"), new float[] {1, 0, 0, 2}, 2);
    var file = folder.resolve("queries.hdf5");
    DescriptorFile.write(file, queries);
    var output = output();

    new MatchStage()
        .run(
            new MatchSpec("q", "r", Metric.L2, 3, null, false),
            new InMemoryInputs().withFile("queries", file).withArtifacts("references", references),
            output);

    assertThat(new String(output.object("matches.csv"), StandardCharsets.UTF_8))
        .isEqualTo("query_id,reference_id,score\nq2,r/2,0\n\"q,1\",r/1,-1\nq2,r/1,-2\n");
    assertThat(output.objects()).containsOnlyKeys("matches.csv");
    assertThat(output.counts())
        .containsEntry("queries", 2L)
        .containsEntry("references", 2L)
        .containsEntry("matches", 3L);
  }

  @Test
  void whatDoesNotFitIsRefusedWithAdvice() throws Exception {
    var two = artifact(random("a", 2, 6, 1));
    var many = artifact(random("b", 50, 6, 2));
    var narrow = artifact(random("c", 50, 5, 3));
    var empty = artifact(Descriptors.of(List.of(), new float[0], 6));
    var elsewhere = artifact(random("d", 50, 6, 4), Space.derive("other"));
    var spec = new MatchSpec("q", "r", Metric.L2, 3, null, false);

    assertRefused(
        () -> normalize(Side.REFERENCES, STRETCH, two, many),
        ExitCode.BAD_CONFIGURATION,
        "references are not stretched");
    assertRefused(
        () -> normalize(Side.QUERIES, new MethodSpec(null, null, null, null), two, many),
        ExitCode.BAD_CONFIGURATION,
        "exactly one");
    assertRefused(
        () -> normalize(Side.QUERIES, SUBTRACT, many, two),
        ExitCode.BAD_CONFIGURATION,
        "2 vectors, but the method needs 3");
    assertRefused(
        () -> normalize(Side.QUERIES, STRETCH, many, narrow),
        ExitCode.BAD_CONFIGURATION,
        "6 dimensions, background has 5");
    assertRefused(
        () -> normalize(Side.QUERIES, STRETCH, many, elsewhere),
        ExitCode.BAD_CONFIGURATION,
        "descriptors (space");
    assertRefused(
        () -> normalize(Side.QUERIES, WHITEN, many, two),
        ExitCode.BAD_CONFIGURATION,
        "spans 1 dimensions");
    assertRefused(
        () -> normalize(Side.QUERIES, STRETCH, empty, many), ExitCode.BAD_INPUT, "no vectors");
    assertRefused(() -> match(spec, empty, many), ExitCode.BAD_INPUT, "queries: no descriptors");
    assertRefused(() -> match(spec, many, empty), ExitCode.BAD_INPUT, "references: no descriptors");
    assertRefused(
        () -> match(spec, many, narrow), ExitCode.BAD_CONFIGURATION, "queries have 6 dimensions");
    assertRefused(
        () -> match(spec, many, elsewhere), ExitCode.BAD_CONFIGURATION, "references (space");
    assertRefused(
        () -> match(spec, many, InMemoryArtifact.ofShares("extract", List.of(two, two))),
        ExitCode.BAD_INPUT,
        "\"a0\" occurs twice");
  }

  private InMemoryOutput normalize(
      Side side, MethodSpec method, InMemoryArtifact descriptors, InMemoryArtifact background)
      throws Exception {
    var output = output();
    new NormalizeStage()
        .run(
            new NormalizeSpec("d", "b", side, method),
            new InMemoryInputs()
                .withArtifacts("descriptors", descriptors)
                .withArtifacts("background", background),
            output);
    return output;
  }

  private InMemoryOutput match(
      MatchSpec spec, InMemoryArtifact queries, InMemoryArtifact references) throws Exception {
    var output = output();
    new MatchStage()
        .run(
            spec,
            new InMemoryInputs()
                .withArtifacts("queries", queries)
                .withArtifacts("references", references),
            output);
    return output;
  }

  private InMemoryOutput output() {
    return new InMemoryOutput(folder.resolve("output" + outputs.incrementAndGet()));
  }

  private InMemoryArtifact artifact(Descriptors descriptors) throws IOException {
    return artifact(descriptors, SPACE);
  }

  private InMemoryArtifact artifact(Descriptors descriptors, String space) throws IOException {
    var output = output();
    DescriptorFile.write(output.create(DescriptorFile.OBJECT), descriptors);
    output.attribute(Space.ATTRIBUTE, space);
    return InMemoryArtifact.of("extract", output);
  }

  private Descriptors read(InMemoryOutput output) throws IOException {
    var file = folder.resolve("read" + outputs.incrementAndGet());
    return DescriptorFile.read(Files.write(file, output.object(DescriptorFile.OBJECT)));
  }

  private static String digest(InMemoryOutput output, String object) {
    return Digests.sha256(output.object(object)).substring(0, 16);
  }

  private static Descriptors random(String prefix, int count, int dimensions, long seed) {
    var random = Philox.of(seed, prefix);
    var vectors = new float[count * dimensions];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) random.gaussian();
    }
    var ids = new ArrayList<>(IntStream.range(0, count).mapToObj(i -> prefix + i).toList());
    return Descriptors.of(ids, vectors, dimensions);
  }

  private static void assertRefused(Callable<?> work, ExitCode code, String message) {
    assertThatThrownBy(work::call)
        .isInstanceOf(TaskException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((TaskException) e).exitCode())
        .isEqualTo(code);
  }
}
