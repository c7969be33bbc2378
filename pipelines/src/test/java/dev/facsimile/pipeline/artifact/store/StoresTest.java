package dev.facsimile.pipeline.artifact.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoresTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("AWS_ACCESS_KEY_ID", "a", "AWS_SECRET_ACCESS_KEY", "s");

  @TempDir Path folder;

  @Test
  void directoriesAndTheirUrisAreTheSame() throws IOException {
    var path = folder.resolve("a b");
    Stores.open(path.toString(), settings()).put("k", new byte[] {1});

    assertThat(Stores.open(path.toUri().toString(), settings()).read("k", 0, 1)).containsExactly(1);
    assertThat(Stores.openSource(path.toString(), settings()).list("")).hasSize(1);
  }

  @Test
  void aSingleFileIsFoundInItsFolder() throws IOException {
    var file = Files.write(folder.resolve("truth.csv"), new byte[] {7});

    var located = Stores.openFile(file.toString(), settings());

    assertThat(located.store().read(located.key(), 0, 1)).containsExactly(7);
    var remote = Stores.openFile("s3://bucket/a/b.pth?region=eu-west-1", settings());
    assertThat(remote.key()).isEqualTo("b.pth");
    assertThat(remote.store().location()).isEqualTo("s3://bucket/a");
    assertThat(Stores.openFile("s3://bucket/b.pth", settings()).store().location())
        .isEqualTo("s3://bucket");
  }

  @Test
  void aSourceMustExist() throws IOException {
    var file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> Stores.openSource(folder.resolve("absent").toString(), settings()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("absent does not exist");
    assertThatThrownBy(() -> Stores.openSource(file.toString(), settings()))
        .hasMessageContaining("is not a directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://host/path",
        "file:relative",
        "s3://",
        "s3:bucket",
        "s3://b",
        "s3://bucket/p?color=red",
        "s3://bucket/p?style=odd",
        "s3://bucket/p?endpoint=host:9000",
        "s3://bucket/p?endpoint=http://host/path",
        "s3://bucket/p?credentials=Mine",
        "s3://bucket/p?credentials=../mine",
        "s3://bucket/p?credentials=..",
        "s3://bucket/p?credentials=a%2Fb"
      })
  void whatIsNoLocationIsABadConfiguration(String location) {
    assertThatThrownBy(() -> Stores.open(location, settings()))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("\"" + location + "\"")
        .extracting("exitCode")
        .isEqualTo(ExitCode.BAD_CONFIGURATION);
  }

  private StoreSettings settings() {
    return StoreSettings.of(ENVIRONMENT, folder);
  }
}
