package dev.facsimile.operator.e2e;

import dev.facsimile.operator.decide.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten ways to fail; {@code kubectl describe} tells a stranger of each what to do next. */
@OnCluster
@Tag("smoke")
class FailuresE2E {
  private static final Path CASES = Site.ROOT.resolve("operator/src/test/resources/e2e/failing");
  private static final Pattern HEADER = Pattern.compile("# reason: (\\w+)\n# words: (.*)\n");

  /**
   * A pipeline that fails.
   *
   * @param reason of the stage, or of the run where no stage is to blame
   * @param words that have to be in the description beside the reason's advice
   */
  private record Failing(String name, String yaml, Reason reason, String words) {
    static Failing read(Path file) {
      try {
        var yaml = Files.readString(file);
        var header = HEADER.matcher(yaml).results().findFirst().orElseThrow();
        var name = file.getFileName().toString().replace(".yaml", "");
        return new Failing(name, yaml, Reason.of(header.group(1)).orElseThrow(), header.group(2));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<Failing> cases() throws IOException {
    try (var files = Files.list(CASES)) {
      return files.sorted().map(Failing::read).toList();
    }
  }

  @Test
  void describeTellsWhatToDoNext() throws IOException {
    try (var tenant = Tenant.create("e2e-failures").withPhotos(24)) {
      // given weights that are none, and a Secret that the store does not know
      tenant.store.put(
          "e2e-failures/sources/weights.safetensors",
          "no weights".getBytes(StandardCharsets.UTF_8));
      tenant.kubectl.apply(
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: wrong}
          stringData: {AWS_ACCESS_KEY_ID: nobody, AWS_SECRET_ACCESS_KEY: nothing-at-all}
          """);

      // when all of them are applied, and one more is cancelled
      for (var failing : cases()) {
        tenant.kubectl.apply(failing.yaml());
      }
      tenant.kubectl.apply(Tenant.pipeline("trained"));
      tenant.waitFor("trained-g1", "has begun", run -> !run.stages().isEmpty());
      tenant.cancel("trained-g1");

      // then each of them is described with its reason, its words and what to do
      var softly = new SoftAssertions();
      for (var failing : cases()) {
        var run = failing.name() + "-g1";
        tenant.failed(run);
        check(tenant, run, failing.reason(), failing.words(), softly);
      }
      tenant.waitFor("trained-g1", "is cancelled", run -> run.state().equals("Cancelled"));
      check(tenant, "trained-g1", Reason.CANCELLED, "", softly);
      softly.assertAll();
    }
  }

  private static void check(
      Tenant tenant, String run, Reason reason, String words, SoftAssertions softly) {
    var text = tenant.kubectl.ok("describe", "pipelinerun", run);
    var status = text.substring(text.indexOf("Status:")).replaceAll("\\s+", " ");
    softly.assertThat(status).as(run).contains(reason.id(), words, "Next: " + reason.next());
  }
}
