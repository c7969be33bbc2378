package dev.facsimile.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.worker.run.RamFolder;
import dev.facsimile.worker.run.TinyPipeline;
import dev.facsimile.worker.views.TinyDataset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is wrong is named, and the exit code tells whose turn it is. */
@ResourceLock("engine")
class BadInputTest {
  private static final byte[] NO_PICTURE = "no picture".getBytes(StandardCharsets.UTF_8);

  @TempDir(factory = RamFolder.class)
  private Path folder;

  @Test
  void aMissingPipelineFile() {
    var result = Terminal.type("run", folder.resolve("nowhere.yaml").toString());

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.err()).contains("there is no pipeline file " + folder);
  }

  @Test
  void anUnknownField() {
    var tiny = thumbnails();
    tiny.replace("imagesPerShare", "imagesPerShard");

    var result = run(tiny);

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.err())
        .contains("spec.stages[0] (thumbnails).extract.imagesPerShard")
        .contains("did you mean \"imagesPerShare\"")
        .contains("1 error");
  }

  @Test
  void aCycle() {
    var tiny = new TinyPipeline(folder, TinyPipeline.EVERY_STAGE, 1);
    tiny.replace("descriptors: queryDescriptors", "descriptors: stretched");

    var result = run(tiny);

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.err()).contains("stretched").contains("cycle");
  }

  @Test
  void aMissingFolderAndOneWithoutPictures() throws Exception {
    var tiny = thumbnails();
    Files.createDirectory(folder.resolve("empty"));

    var missing = run(tiny, "--source", "photos=" + folder.resolve("nowhere"));
    var empty = run(tiny, "--source", "photos=" + folder.resolve("empty"));
    var unknown = run(tiny, "--source", "pictures=" + folder);

    assertThat(missing.exitCode()).isEqualTo(66);
    assertThat(missing.err()).contains("photos").contains(folder.resolve("nowhere").toString());
    assertThat(empty.exitCode()).isEqualTo(66);
    assertThat(empty.err()).contains("photos").contains(folder.resolve("empty").toString());
    assertThat(unknown.exitCode()).isEqualTo(78);
    assertThat(unknown.err()).contains("pictures");
  }

  @Test
  void aSliceWithoutPictures() {
    var tiny = thumbnails();
    tiny.replace(
        "  stages:", "    few: {slice: {of: photos, fromPercent: 0, toPercent: 0.01}}\n  stages:");
    tiny.replace("images: photos", "images: few");

    var result = run(tiny);

    assertThat(result.exitCode()).isEqualTo(66);
    assertThat(result.err()).contains("source few: no picture is left");
  }

  @Test
  void aFileWithAnotherDigestAndAMissingOne() {
    var tiny = new TinyPipeline(folder, evaluation("truth.csv"), 1);
    tiny.write("matches.csv", text("query_id,reference_id,score\nq,r,1.0\n"));

    var missing = run(tiny);
    tiny.write("truth.csv", text("query_id,reference_id\nq,r\n"));
    tiny.replace("truth.csv", "truth.csv, sha256: " + "ab".repeat(32));
    var different = run(tiny);

    assertThat(missing.exitCode()).isEqualTo(66);
    assertThat(missing.err()).contains("source truth: there is no file").contains("truth.csv");
    assertThat(different.exitCode()).isEqualTo(65);
    assertThat(different.err()).contains("source truth:").contains("truth.csv has sha256");
  }

  @Test
  void aGroundTruthThatNamesWhatNobodyMatched() {
    var tiny = new TinyPipeline(folder, evaluation("truth.csv"), 1);
    tiny.write("matches.csv", text("query_id,reference_id,score\nq1,r1,1.0\nq2,r2,0.5\n"));
    tiny.write("truth.csv", text("query_id,reference_id\nq1,r1\nq9,r9\n"));

    var result = run(tiny);

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("score: micro-AP 0.500");
  }

  @Test
  void brokenPicturesAmongGoodOnesAreListed() throws Exception {
    var tiny = thumbnails();
    tiny.write("photos/broken/text.jpg", NO_PICTURE);
    tiny.write("photos/broken/nothing.png", new byte[0]);
    tiny.write("photos/broken/truncated.jpg", Arrays.copyOf(TinyDataset.jpeg(40, 1, 1), 200));

    var result = run(tiny, "--set", "thumbnails.maxRejectedFraction=0.5");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("12 images, 3 rejected");
    assertThat(rejected())
        .extracting(line -> line.substring(0, line.indexOf(',')))
        .containsExactlyInAnyOrder("broken/text", "broken/nothing", "broken/truncated");
  }

  @Test
  void tooManyBrokenPicturesFailTheStageAndNotItsShares() {
    var tiny = thumbnails();
    tiny.write("photos/x1.jpg", NO_PICTURE);
    tiny.write("photos/x2.jpg", NO_PICTURE);

    var tolerant = run(tiny, "--set", "thumbnails.maxRejectedFraction=0.15");
    var strict = run(tiny, "--set", "thumbnails.maxRejectedFraction=0.14");
    var again = run(tiny, "--set", "thumbnails.maxRejectedFraction=0.14");

    assertThat(tolerant.exitCode()).as(tolerant.err()).isZero();
    assertThat(strict.exitCode()).isEqualTo(65);
    assertThat(strict.err())
        .contains("stage thumbnails: 2 of 14 pictures cannot be read")
        .contains("maxRejectedFraction 0.14")
        .contains("x1: ")
        .contains("x2: ")
        .contains("raise thumbnails.maxRejectedFraction");
    assertThat(again.exitCode()).isEqualTo(65);
    assertThat(again.err()).isEqualTo(strict.err());
  }

  @Test
  void picturesMayHaveAnyName() throws Exception {
    var tiny = thumbnails();
    for (var name :
        List.of("with space", "über/straße/写真", "a,b\"c", "'quoted'", "x".repeat(200))) {
      tiny.write("photos/" + name + ".jpg", TinyDataset.jpeg(20, name.length(), 0));
    }

    var result = run(tiny);

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("17 images, 0 rejected");
  }

  @Test
  void noQueriesAtAll() {
    var tiny = new TinyPipeline(folder, TinyPipeline.EVERY_STAGE, 40);

    var result =
        run(
            tiny,
            "--set",
            "challenge.copies=0",
            "--set",
            "challenge.distractorQueries=0",
            "--only",
            "queryDescriptors");

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.err()).contains("copies");
  }

  @Test
  void stagesAndFieldsThatDoNotExist() {
    var tiny = thumbnails();

    var only = run(tiny, "--only", "thumbnail");
    var set = run(tiny, "--set", "thumbnails.sidePx=4");
    var option = run(tiny, "--frobnicate");

    assertThat(only.exitCode()).isEqualTo(2);
    assertThat(only.err()).contains("no stage named \"thumbnail\"");
    assertThat(set.exitCode()).isEqualTo(78);
    assertThat(set.err()).contains("sidePx");
    assertThat(option.exitCode()).isEqualTo(2);
    assertThat(option.err()).contains("--frobnicate");
  }

  @Test
  void valuesAreSetAndSourcesReplacedFromTheCommandLine() {
    var tiny = thumbnails();
    tiny.write("other/1.jpg", TinyDataset.jpeg(20, 1, 0));

    var result =
        run(
            tiny,
            "--source",
            "photos=" + folder.resolve("other"),
            "--set",
            "thumbnails.thumbnail.sidePx=6");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("1 images, 0 rejected");
  }

  private TinyPipeline thumbnails() {
    return new TinyPipeline(folder, TinyPipeline.THUMBNAILS, 12);
  }

  private Terminal run(TinyPipeline tiny, String... options) {
    var arguments = new ArrayList<String>(List.of("run", tiny.file().toString()));
    arguments.addAll(List.of("--store", folder.resolve("store").toString()));
    arguments.addAll(List.of(options));
    return Terminal.type(arguments.toArray(String[]::new));
  }

  /** The lines of all lists of rejected pictures in the store. */
  private List<String> rejected() throws Exception {
    var lines = new ArrayList<String>();
    try (var files = Files.walk(folder.resolve("store"))) {
      for (var file :
          files.filter(f -> f.getFileName().toString().startsWith("rejected")).toList()) {
        lines.addAll(Files.readAllLines(file).stream().skip(1).toList());
      }
    }
    return lines;
  }

  private static byte[] text(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  private static String evaluation(String truth) {
    return """
    apiVersion: facsimile.dev/v1alpha1
    kind: Pipeline
    metadata: {name: tiny}
    spec:
      sources:
        found: {file: {uri: matches.csv}}
        truth: {file: {uri: %s}}
      stages:
        - name: score
          evaluate: {matches: found, truth: truth, bootstrapSamples: 0}
    """
        .formatted(truth);
  }
}
