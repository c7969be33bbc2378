package dev.facsimile.pipeline.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestJsonTest {
  private static final String DIGEST = "ab".repeat(32);

  @Test
  void theBytesAreTheSameForEver() throws StoreException {
    var inputs = new TreeMap<String, String>();
    inputs.put("model", DIGEST);
    inputs.put("images", DIGEST);
    var counts = new TreeMap<String, Long>();
    counts.put("images", 12L);
    var manifest =
        new Manifest(
            1,
            "extract",
            3,
            DIGEST,
            inputs,
            List.of(new Manifest.StoredObject("a.csv", "a-abab.csv", DIGEST, 5)),
            List.of(),
            counts,
            null,
            "java");

    var json = ManifestJson.write(manifest);

    assertThat(json)
        .asString(UTF_8)
        .isEqualTo(
            """
            {
              "format" : 1,
              "stage" : "extract",
              "stageVersion" : 3,
              "fingerprint" : "%1$s",
              "inputs" : {
                "images" : "%1$s",
                "model" : "%1$s"
              },
              "objects" : [
                {
                  "name" : "a.csv",
                  "key" : "a-abab.csv",
                  "sha256" : "%1$s",
                  "size" : 5
                }
              ],
              "counts" : {
                "images" : 12
              },
              "device" : "java"
            }
            """
                .formatted(DIGEST));
    assertThat(ManifestJson.read(json, "here")).isEqualTo(manifest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format\" : 1|format\" : 2|format 2 is unknown",
        "stage\" : \"s\"|stage\" : \"s\", \"extra\" : 1|extra",
        "stage\" : \"s\"|stage\" : \"s\", \"stage\" : \"t\"|Duplicate field",
        "size\" : 5|size\" : -5|negative size",
        "size\" : 5|size\" : 5.5|Cannot coerce",
        "key\" : \"k\"|key\" : \"../k\"|cannot be a part of a key",
        "sha256\" : \"|sha256\" : \"X|is not a sha256",
        "}]}|}]} x|Unrecognized token",
        "}]}|}]|Unexpected end",
      })
  void whatIsNotAManifestIsRefused(String from, String to, String message) {
    var good =
        "{\"format\" : 1, \"stage\" : \"s\", \"stageVersion\" : 1, \"fingerprint\" : \""
            + DIGEST
            + "\", \"device\" : \"java\", \"objects\" : [{\"name\" : \"n\", \"key\" : \"k\", \"sha256\" : \""
            + DIGEST
            + "\", \"size\" : 5}]}";
    assertThat(good).contains(from);

    assertThatThrownBy(() -> ManifestJson.read(good.replace(from, to).getBytes(UTF_8), "there"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("there is not a valid manifest")
        .hasMessageContaining(message);
  }
}
