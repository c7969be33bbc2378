package dev.facsimile.worker.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.spec.MatchSpec.Metric;
import dev.facsimile.pipeline.spec.NormalizeSpec.ScoreNormalizationSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.Side;
import dev.facsimile.pipeline.spec.NormalizeSpec.StretchSpec;
import dev.facsimile.pipeline.spec.NormalizeSpec.SubtractSpec;
import dev.facsimile.worker.descriptors.DescriptorFile;
import dev.facsimile.worker.descriptors.Descriptors;
import dev.facsimile.worker.descriptors.ScaleMean;
import dev.facsimile.worker.evaluate.GroundTruth;
import dev.facsimile.worker.evaluate.Matches;
import dev.facsimile.worker.evaluate.Ranking;
import dev.facsimile.worker.parity.Fixtures;
import dev.facsimile.worker.parity.Npy;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the reference made of the folder's vectors: every expected file, by the form of its name.
 */
@Tag("parity")
class VectorsParityTest {
  private static final double TOLERANCE = 1e-6;
  private static final Pattern BIAS = Pattern.compile("([\\d.]+)\\[(\\d+),(\\d+)]");

  @TempDir Path folder;

  private Fixtures fixtures;
  private JsonNode expected;
  private Descriptors query;
  private Descriptors references;
  private Descriptors train;

  /** Checks one expected file. */
  private interface Case {
    void check(MatchResult name, String file) throws IOException, InterruptedException;
  }

  @Test
  void everyExpectedFileIsMatched() throws Exception {
    fixtures = Fixtures.folder("vectors");
    expected = fixtures.json("expected.json");
    query = ensemble("query");
    references = ensemble("references");
    train = ensemble("train");
    var cases = new LinkedHashMap<Pattern, Case>();
    cases.put(Pattern.compile("expected_(\\w+)_multi_scale.hdf5"), this::multiScale);
    cases.put(Pattern.compile("expected_query_stretched_([\\d.]+)(_min)?.hdf5"), this::stretched);
    cases.put(
        Pattern.compile("expected_(\\w+)_subtracted_([\\d.]+)_(\\d+).hdf5"), this::subtracted);
    cases.put(Pattern.compile("expected_(\\w+)_whitened_(\\d+).hdf5"), this::whitened);
    cases.put(Pattern.compile("expected_pairs_(l2|ip)_?(\\w*).csv"), this::pairs);
    cases.put(Pattern.compile("expected_submission.hdf5"), this::submission);
    cases.put(Pattern.compile("expected_train_scores.npy"), this::trainScores);
    cases.put(Pattern.compile("expected_pca_eigenvalues.npy"), this::pca);
    cases.put(Pattern.compile("expected_knn(\\d+)_ids.npy"), this::nearest);

    int found = 0;
    int run = 0;
    for (var file : files("expected_.*")) {
      for (var form : cases.entrySet()) {
        var name = form.getKey().matcher(file);
        if (name.matches()) {
          form.getValue().check(name.toMatchResult(), file);
          run++;
        }
      }
      // the other arrays of a decomposition or a search are read with the first
      found += file.matches("expected_(pca_(?!eigenvalues)|train_ids|knn\\d+_l2).*") ? 0 : 1;
    }
    var biases = expected.get("scoreNormalisation").get("bias");
    for (var names = biases.fieldNames(); names.hasNext(); run++) {
      var key = names.next();
      bias(key, biases.get(key));
    }
    fixtures.report(found + biases.size(), run);
    fixtures.assertEverythingRead();
  }

  private void multiScale(MatchResult name, String file) {
    assertClose(file, ensemble(name.group(1)), read(file));
  }

  private void stretched(MatchResult name, String file) throws InterruptedException {
    assertClose(file, stretch(name.group(1), name.group(2) != null), read(file));
  }

  private Descriptors stretch(String factor, boolean smallest) throws InterruptedException {
    int neighbours = expected.get("stretching").get("neighbours").asInt();
    var statistic = smallest ? StretchSpec.Statistic.SMALLEST : StretchSpec.Statistic.MEAN;
    return correction()
        .stretch(query, new StretchSpec(neighbours, Double.parseDouble(factor), statistic));
  }

  private void subtracted(MatchResult name, String file) throws InterruptedException {
    var spec =
        new SubtractSpec(Integer.parseInt(name.group(3)), Double.parseDouble(name.group(2)), 1);
    assertClose(file, correction().subtract(side(name.group(1)), spec), read(file));
  }

  private void whitened(MatchResult name, String file) throws InterruptedException {
    var actual = Whitening.fit(train, Integer.parseInt(name.group(2))).apply(side(name.group(1)));
    var wanted = read(file);
    assertThat(actual.ids()).isEqualTo(wanted.ids());
    int d = wanted.dimensions();
    for (int i = 0; i < wanted.size(); i++) {
      for (int j = 0; j < wanted.size(); j += 7) {
        assertThat(ExactScores.innerProduct(actual.vectors(), i * d, actual.vectors(), j * d, d))
            .as("%s: product of rows %d and %d", file, i, j)
            .isCloseTo(
                ExactScores.innerProduct(wanted.vectors(), i * d, wanted.vectors(), j * d, d),
                within(1e-5));
      }
    }
  }

  private void pairs(MatchResult name, String file) throws IOException, InterruptedException {
    var metric = name.group(1).equals("l2") ? Metric.L2 : Metric.INNER_PRODUCT;
    var left = query;
    var right = references;
    switch (name.group(2)) {
      case "" -> {}
      case "stretched" -> left = submitted();
      case "score_normalised" -> {
        var key = expected.get("scoreNormalisation").get("usedForPairs").asText();
        left = correction().scoreNormalize(query, scoreNormalization(key), Side.QUERIES);
        right = correction().scoreNormalize(references, scoreNormalization(key), Side.REFERENCES);
      }
      case "whitened" -> {
        // whitening itself has a wider tolerance, and a case of its own
        left = read(files("expected_query_whitened_\\d+.hdf5").get(0));
        right = read(files("expected_references_whitened_\\d+.hdf5").get(0));
      }
      default -> fail("unknown operation in the name " + file);
    }
    var actual = Search.bestPairs(left, right, metric, expected.get("pairs").get("count").asInt());
    var scores = new TreeMap<String, Double>();
    for (int i = 0; i < actual.size(); i++) {
      scores.put(actual.query(i) + "," + actual.reference(i), actual.score(i));
      assertThat(i == 0 || actual.score(i - 1) >= actual.score(i)).as("best first").isTrue();
    }
    var wanted = Matches.read(fixtures.file(file));
    assertThat(scores).as(file).hasSize(wanted.size());
    for (int i = 0; i < wanted.size(); i++) {
      var pair = wanted.query(i) + "," + wanted.reference(i);
      assertThat(scores).as(file).containsKey(pair);
      assertThat(scores.get(pair)).as(pair).isCloseTo(wanted.score(i), within(TOLERANCE));
    }
    assertMetrics(
        name.group(2).isEmpty() ? name.group(1) : name.group(1) + "_" + name.group(2), actual);
  }

  private void assertMetrics(String list, Matches actual) throws IOException {
    var wanted = expected.get("scores").get(list);
    var truth = GroundTruth.read(fixtures.file("ground_truth.csv"));
    var figures = Ranking.of(actual, truth).figures(List.of(1));
    assertThat(figures.microAp())
        .isCloseTo(wanted.get("microAveragePrecision").asDouble(), within(1e-9));
    assertThat(figures.recallAtP90())
        .isCloseTo(wanted.get("recallAtPrecision90").asDouble(), within(1e-9));
    assertThat(figures.recallAt()[0])
        .isCloseTo(wanted.get("recallAtRank1").asDouble(), within(1e-9));
  }

  private void submission(MatchResult name, String file) throws IOException, InterruptedException {
    var actual = folder.resolve("submission.hdf5");
    DescriptorFile.writeSubmission(actual, submitted(), references);
    try (var ours = new HdfFile(actual);
        var theirs = new HdfFile(fixtures.file(file))) {
      assertThat(ours.getChildren().keySet()).isEqualTo(theirs.getChildren().keySet());
      for (var dataset : theirs.getChildren().keySet()) {
        var wanted = theirs.getDatasetByPath(dataset).getData();
        var written = ours.getDatasetByPath(dataset).getData();
        if (wanted instanceof float[][] rows) {
          for (int i = 0; i < rows.length; i++) {
            assertThat(((float[][]) written)[i]).containsExactly(rows[i], within(1e-6f));
          }
        } else {
          assertThat(written).isEqualTo(wanted);
        }
      }
    }
  }

  /** The stretched queries that the reference submitted: one of the recorded factors. */
  private Descriptors submitted() throws InterruptedException {
    try (var submission = new HdfFile(fixtures.file(files("expected_submission.hdf5").get(0)))) {
      var wanted = ((float[][]) submission.getDatasetByPath("query").getData())[0];
      for (var factor : expected.get("stretching").get("factors")) {
        var stretched = stretch(String.valueOf(-factor.asDouble()), false);
        var first = stretched.vector(stretched.rowsById()[0]);
        if (Math.abs(first[0] - wanted[0]) < TOLERANCE
            && Math.abs(first[1] - wanted[1]) < TOLERANCE) {
          return stretched;
        }
      }
    }
    return fail("no recorded factor gives the submission");
  }

  private void trainScores(MatchResult name, String file) throws InterruptedException {
    var scores = npy(file);
    var ids = npy(file.replace("scores", "ids"));
    var nearest = Search.nearest(query, train, Metric.INNER_PRODUCT, scores.shape()[1], done -> {});
    for (int i = 0; i < scores.shape()[0]; i++) {
      for (int k = 0; k < scores.shape()[1]; k++) {
        assertThat(nearest.rows()[i][k]).isEqualTo((int) ids.at(i, k));
        assertThat(nearest.scores()[i][k]).isCloseTo(scores.at(i, k), within(TOLERANCE));
      }
    }
  }

  private void nearest(MatchResult name, String file) throws InterruptedException {
    var ids = npy(file);
    var distances = npy(file.replace("_ids", "_l2_squared_distances"));
    var nearest =
        Search.nearest(query, references, Metric.L2, Integer.parseInt(name.group(1)), done -> {});
    for (int i = 0; i < ids.shape()[0]; i++) {
      for (int k = 0; k < ids.shape()[1]; k++) {
        assertThat(nearest.rows()[i][k]).isEqualTo((int) ids.at(i, k));
        assertThat(-nearest.scores()[i][k]).isCloseTo(distances.at(i, k), within(TOLERANCE));
      }
    }
  }

  private void bias(String key, JsonNode wanted) throws InterruptedException {
    var bias = correction().bias(query, scoreNormalization(key));
    assertThat(bias).hasSize(wanted.size());
    for (int i = 0; i < bias.length; i++) {
      assertThat(bias[i]).as(key).isCloseTo(wanted.get(i).asDouble(), within(TOLERANCE));
    }
  }

  /** From beta[first,last], counted from 0. */
  private static ScoreNormalizationSpec scoreNormalization(String key) {
    var parts = BIAS.matcher(key);
    assertThat(parts.matches()).as(key).isTrue();
    return new ScoreNormalizationSpec(
        Double.parseDouble(parts.group(1)),
        Integer.parseInt(parts.group(2)) + 1,
        Integer.parseInt(parts.group(3)) + 1);
  }

  private void pca(MatchResult name, String file) throws InterruptedException {
    var eigenvalues = npy(file);
    var mean = npy(file.replace("eigenvalues", "mean"));
    var matrix = npy(file.replace("eigenvalues", "matrix"));
    var bias = npy(file.replace("eigenvalues", "bias"));
    var whitening = Whitening.fit(train, matrix.shape()[0]);
    for (int j = 0; j < mean.values().length; j++) {
      assertThat(whitening.mean()[j]).isCloseTo(mean.values()[j], within(TOLERANCE));
    }
    for (int k = 0; k < matrix.shape()[0]; k++) {
      assertThat(whitening.eigenvalues()[k] / eigenvalues.values()[k])
          .as("eigenvalue %d", k)
          .isCloseTo(1, within(1e-5));
      double norm = 0;
      double same = 0;
      double opposite = 0;
      double offset = 0;
      for (int j = 0; j < matrix.shape()[1]; j++) {
        double wanted = matrix.at(k, j);
        double actual = whitening.matrix()[k][j];
        norm += wanted * wanted;
        same += (actual - wanted) * (actual - wanted);
        opposite += (actual + wanted) * (actual + wanted);
        offset -= actual * whitening.mean()[j];
      }
      assertThat(Math.sqrt(Math.min(same, opposite) / norm)).as("row %d", k).isLessThan(1e-4);
      double sign = same < opposite ? 1 : -1;
      assertThat(sign * offset)
          .as("bias %d", k)
          .isCloseTo(bias.values()[k], within(1e-4 * Math.sqrt(norm)));
    }
  }

  private BackgroundCorrection correction() {
    return new BackgroundCorrection(train, done -> {});
  }

  private Descriptors side(String name) {
    return switch (name) {
      case "query" -> query;
      case "references" -> references;
      case "train" -> train;
      default -> fail("unknown side " + name);
    };
  }

  /** The mean over the scales, shards stacked in the order of their numbers. */
  private Descriptors ensemble(String side) {
    var scales = new TreeMap<Integer, Map<Integer, Descriptors>>();
    var form = Pattern.compile(Pattern.quote(side) + "_(\\d+)_(\\d+).hdf5");
    for (var file : files(form.pattern())) {
      var name = form.matcher(file);
      assertThat(name.matches()).isTrue();
      scales
          .computeIfAbsent(Integer.valueOf(name.group(2)), scale -> new TreeMap<>())
          .put(Integer.valueOf(name.group(1)), read(file));
    }
    var stacked =
        scales.values().stream()
            .map(shards -> Descriptors.concat(new ArrayList<>(shards.values())))
            .toList();
    var first = stacked.get(0);
    var mean = new ScaleMean(first.size(), first.dimensions());
    for (var scale : stacked) {
      assertThat(scale.ids()).isEqualTo(first.ids());
      mean.add(scale.vectors());
    }
    return first.withVectors(mean.unit(), first.dimensions());
  }

  private List<String> files(String form) {
    try (var listing = Files.list(fixtures.file("expected.json").getParent())) {
      return listing
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches(form))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Descriptors read(String file) {
    return DescriptorFile.read(fixtures.file(file));
  }

  private Npy npy(String file) {
    return Npy.parse(fixtures.bytes(file));
  }

  private static void assertClose(String what, Descriptors actual, Descriptors wanted) {
    assertThat(actual.ids()).as(what).isEqualTo(wanted.ids());
    assertThat(actual.vectors()).as(what).containsExactly(wanted.vectors(), within(1e-6f));
  }
}
