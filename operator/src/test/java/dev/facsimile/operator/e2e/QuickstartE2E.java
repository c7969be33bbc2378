package dev.facsimile.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The project's first example on a cluster and on a laptop: the same keys, the same bytes. */
@OnCluster
@Tag("smoke")
@Order(1)
class QuickstartE2E {
  @Test
  void aPipelineMakesTheSameOnAClusterAsOnALaptop() throws IOException {
    try (var tenant = Tenant.create("e2e-quickstart")) {
      // given the pictures in the bucket
      var pipelines = Site.ROOT.resolve("pipelines");
      for (var folder : List.of("sample/photos", "small")) {
        try (var files = Files.walk(pipelines.resolve(folder))) {
          files
              .filter(Files::isRegularFile)
              .forEach(file -> tenant.upload(file, pipelines.relativize(file).toString()));
        }
      }

      // when the same file runs here and there
      var file = pipelines.resolve("quickstart.yaml").toString();
      tenant.kubectl.ok("apply", "-f", file);
      var run = tenant.succeeded("quickstart-g1");
      var laptop = Site.here().store().replaceFirst("(\\?|$)", "/e2e-laptop$1");
      Command.ok(Site.ROOT.resolve("facsimile").toString(), "run", file, "--store", laptop);

      // then the same artifacts are there
      assertThat(run.message("Succeeded")).contains("score: micro-AP 0.");
      var here = new TreeMap<String, String>();
      for (var info : tenant.store.list("e2e-laptop/default/artifacts/")) {
        here.put(
            info.key().substring("e2e-laptop/default/artifacts/".length()),
            info.size() + " " + info.version());
      }
      assertThat(tenant.artifacts()).containsExactlyEntriesOf(here);
    }
  }
}
