package dev.facsimile.worker.synthesize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.spec.OverlaysSpec;
import dev.facsimile.pipeline.spec.SynthesizeSpec;
import dev.facsimile.pipeline.spec.recipe.AugmentationSpec;
import dev.facsimile.pipeline.spec.recipe.BuiltInRecipes;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.image.Filter;
import dev.facsimile.worker.image.Resize;
import dev.facsimile.worker.image.codec.ImageDecoder;
import dev.facsimile.worker.image.codec.JpegEncoder;
import dev.facsimile.worker.stage.InMemoryArtifact;
import dev.facsimile.worker.stage.InMemoryImages;
import dev.facsimile.worker.stage.InMemoryInputs;
import dev.facsimile.worker.stage.InMemoryOutput;
import dev.facsimile.worker.synthesize.recipe.Steps;
import dev.facsimile.worker.views.ViewIndex;
import dev.facsimile.worker.views.ViewReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynthesizeStageTest {
  private static final List<AugmentationSpec> RECIPE =
      Steps.of(
          "[{probability: 0.7, crop: {left: {from: 0, to: 0.2}, top: {from: 0, to: 0.2}, right:"
              + " {from: 0.7, to: 1}, bottom: {from: 0.7, to: 1}}}, {probability: 0.5,"
              + " flipHorizontally: {}}, {probability: 1.0, underlay: {scale: {from: 0.2, to: 0.4},"
              + " left: {from: 0, to: 0.5}, top: {from: 0, to: 0.5}}}, {probability: 1.0, brightness:"
              + " {factor: {from: 0.5, to: 1.5}}}]");

  @TempDir Path directory;

  private int outputs;

  @Test
  void theDatasetIsReadBackViewByView() throws Exception {
    var pictures = pictures(4);

    var dataset = InMemoryArtifact.of("synthesize", run(spec(5, 0.01), pictures));

    var index = ViewIndex.of(dataset);
    assertThat(index.groups()).extracting(g -> g.id()).containsExactly("a0", "a1", "a2", "a3");
    var reader = new ViewReader(dataset);
    for (var group : index.groups()) {
      var views = reader.read(group);
      assertThat(views).hasNumberOfRows(5);
      for (var view : views) {
        var pixels = ImageDecoder.decode(view);
        assertThat(pixels.width()).isEqualTo(32);
        assertThat(pixels.height()).isEqualTo(32);
      }
      var plain =
          Resize.resize(ImageDecoder.decode(pictures.get(group.id())), 32, 32, Filter.BICUBIC);
      assertThat(views[0]).isEqualTo(JpegEncoder.encode(plain, 100));
      assertThat(Arrays.stream(views).map(Arrays::hashCode).distinct()).hasSize(5);
    }
  }

  @Test
  void identicalFilesShareALabel() throws Exception {
    var pictures = pictures(3);
    pictures.put("twin", pictures.get("a1"));

    var index = ViewIndex.of(InMemoryArtifact.of("synthesize", run(spec(2, 0.01), pictures)));

    assertThat(index.classes()).isEqualTo(3);
    assertThat(index.groups().get(3).classIndex()).isEqualTo(index.groups().get(1).classIndex());
  }

  @Test
  void viewsDependOnTheirOwnIdAlone() throws Exception {
    var all = pictures(5);
    var few = new TreeMap<>(Map.of("a1", all.get("a1"), "a3", all.get("a3")));
    var spec = spec(3, 0.01, new OverlaysSpec("pool", 2));

    var fromAll = views(run(spec, all, pictures(2)));
    var fromFew = views(run(spec, few, pictures(2)));

    assertThat(fromFew).hasSize(2);
    fromFew.forEach((id, views) -> assertThat(views).isDeepEqualTo(fromAll.get(id)));
  }

  @Test
  void equalInputsGiveEqualBytes() throws Exception {
    var one = run(spec(4, 0.01), pictures(6)).objects();
    var two = run(spec(4, 0.01), pictures(6)).objects();

    assertThat(two.keySet()).isEqualTo(one.keySet());
    one.forEach((name, bytes) -> assertThat(two.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void onlyTheFirstPicturesOfThePoolAreUsed() throws Exception {
    var spec = spec(3, 0.01, new OverlaysSpec("pool", 1));

    var one = run(spec, pictures(2), new TreeMap<>(Map.of("x", Steps.jpeg(30, 30, 50))));
    var more =
        run(
            spec,
            pictures(2),
            new TreeMap<>(
                Map.of(
                    "x",
                    Steps.jpeg(30, 30, 50),
                    "y",
                    "no picture".getBytes(StandardCharsets.UTF_8))));

    assertThat(more.object("views.tar")).isEqualTo(one.object("views.tar"));
  }

  @Test
  void anUnreadablePictureIsListedAndTheOthersAreUsed() throws Exception {
    var pictures = pictures(3);
    pictures.put("a, b", "no picture".getBytes(StandardCharsets.UTF_8));

    var output = run(spec(2, 0.5), pictures);

    assertThat(new String(output.object("rejected.csv"), StandardCharsets.UTF_8))
        .startsWith("id,reason\n\"a, b\",")
        .hasLineCount(2);
    assertThat(ViewIndex.of(InMemoryArtifact.of("synthesize", output)).groups()).hasSize(3);
    assertThat(output.counts())
        .containsEntry("images", 3L)
        .containsEntry("views", 6L)
        .containsEntry("rejected", 1L);
  }

  @Test
  void aShareNeverFailsOnUnreadablePictures() throws Exception {
    var pictures = new TreeMap<String, byte[]>();
    pictures.put("broken", "no picture".getBytes(StandardCharsets.UTF_8));

    var output = run(spec(2, 0), pictures, pictures(1));

    assertThat(output.counts())
        .containsEntry("images", 0L)
        .containsEntry("views", 0L)
        .containsEntry("rejected", 1L);
    assertThat(new String(output.object("views.csv"), StandardCharsets.UTF_8)).hasLineCount(1);
  }

  @Test
  void aPoolWithoutAReadablePictureIsAnError() {
    var pool = new TreeMap<>(Map.of("x", "no picture".getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> run(spec(2, 0.4, new OverlaysSpec("pool", null)), pictures(1), pool))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("overlays")
        .hasMessageContaining("x.jpg");
  }

  @Test
  void idsMayHoldAnyCharacters() throws Exception {
    var pictures = new TreeMap<String, byte[]>();
    for (var id : List.of("with space", "über/straße/é", "x".repeat(150) + "/" + "y".repeat(90))) {
      pictures.put(id, Steps.jpeg(20, 20, id.length()));
    }

    var dataset = InMemoryArtifact.of("synthesize", run(spec(2, 0.01), pictures));

    var reader = new ViewReader(dataset);
    for (var group : ViewIndex.of(dataset).groups()) {
      assertThat(reader.read(group)).hasNumberOfRows(2);
    }
  }

  @Test
  void boxesOfPastedPicturesAreWrittenPerView() throws Exception {
    var output = run(spec(3, 0.01), pictures(2));

    var lines = new String(output.object("boxes.jsonl"), StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(4);
    var line = new ObjectMapper().readTree(lines.get(1));
    assertThat(line.get("id").asText()).isEqualTo("a0");
    assertThat(line.get("view").asInt()).isEqualTo(2);
    var box = line.get("boxes").get(0);
    assertThat(box.get("class").asText()).isEqualTo("underlay");
    assertThat(box.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("class", "x", "y", "width", "height");
  }

  @Test
  void progressEndsWhenAllIsDone() throws Exception {
    var output = run(spec(2, 0.01), pictures(3));

    assertThat(output.progress().reports())
        .last()
        .isEqualTo(new InMemoryOutput.RecordedProgress.Report(3, 3, "images"));
  }

  /** The same bytes on every JDK and machine; new digests need a new version of the stage type. */
  @ParameterizedTest
  @CsvSource({
    "isc21, f8674408d908ea7dae7ef6f663df7b6f55379e2b7a547d17bf105a89a9d9a1cd",
    "strong, 1168a19c2cd8d6051f2d9949fc05390bc7fad49443972be9a16c16d552465de0"
  })
  @Tag("golden")
  void bytesAreTheSameEverywhere(String recipe, String digest) throws Exception {
    var inputs = new InMemoryInputs().withImages("images", new InMemoryImages(pictures(3)));
    var output = output();

    new SynthesizeStage(BuiltInRecipes.read(recipe)).run(spec(9, 0.01), inputs, output);

    var text = new StringBuilder();
    output.objects().forEach((name, b) -> text.append(name).append(Digests.sha256(b)).append('\n'));
    assertThat(Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8)))
        .as(text.toString())
        .isEqualTo(digest);
  }

  private static TreeMap<String, byte[]> pictures(int count) {
    var pictures = new TreeMap<String, byte[]>();
    for (int i = 0; i < count; i++) {
      pictures.put("a" + i, Steps.jpeg(50 + i, 40, i));
    }
    return pictures;
  }

  private static SynthesizeSpec spec(int views, double maxRejectedFraction) {
    return spec(views, maxRejectedFraction, null);
  }

  private static SynthesizeSpec spec(int views, double maxRejectedFraction, OverlaysSpec overlays) {
    return new SynthesizeSpec(
        "images", null, overlays, views, "test", 32, 100, 1, 1000, maxRejectedFraction);
  }

  private InMemoryOutput output() {
    return new InMemoryOutput(directory.resolve("output" + outputs++));
  }

  private InMemoryOutput run(SynthesizeSpec spec, Map<String, byte[]> pictures) throws Exception {
    return run(spec, pictures, null);
  }

  private InMemoryOutput run(
      SynthesizeSpec spec, Map<String, byte[]> pictures, Map<String, byte[]> pool)
      throws Exception {
    var inputs = new InMemoryInputs().withImages("images", new InMemoryImages(pictures));
    if (pool != null) {
      inputs.withImages("overlays.images", new InMemoryImages(pool));
    }
    var output = output();
    new SynthesizeStage(RECIPE).run(spec, inputs, output);
    return output;
  }

  private static Map<String, byte[][]> views(InMemoryOutput output) throws Exception {
    var dataset = InMemoryArtifact.of("synthesize", output);
    var reader = new ViewReader(dataset);
    var views = new TreeMap<String, byte[][]>();
    for (var group : ViewIndex.of(dataset).groups()) {
      views.put(group.id(), reader.read(group));
    }
    return views;
  }
}
