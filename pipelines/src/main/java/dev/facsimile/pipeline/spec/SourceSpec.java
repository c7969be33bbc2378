package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A named read-only input from outside: exactly one of its four forms. */
@ExactlyOne({"images", "file", "slice", "artifact"})
public record SourceSpec(
    @JsonPropertyDescription("A collection of pictures") ImagesSpec images,
    @JsonPropertyDescription("One file, such as weights or a ground truth") FileSpec file,
    @JsonPropertyDescription("A part of another source of images") SliceSpec slice,
    @JsonPropertyDescription("An artifact that the store holds already") ArtifactSpec artifact,
    @Default("OnSpecChange") @JsonPropertyDescription("When a collection is listed anew")
        Refresh refresh) {

  /** A collection of pictures. */
  public record ImagesSpec(
      @Required
          @Size(min = 1, max = 2000)
          @JsonPropertyDescription("Folder or prefix: a path, file:/path or s3://bucket/prefix/")
          String uri,
      @Size(min = 1, max = 2000)
          @JsonPropertyDescription("S3 endpoint of this source; the usual settings when absent")
          String endpoint,
      @Pattern("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")
          @JsonPropertyDescription(
              "Secret with the source's AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; ignored by a local run")
          String secret,
      @Default("folder") @JsonPropertyDescription("How the pictures are stored") Format format) {}

  /** How pictures are stored. */
  public enum Format {
    /** One file or object for each picture. */
    @JsonProperty("folder")
    FOLDER,
    /** Tar shards in the manner of WebDataset. */
    @JsonProperty("tar")
    TAR
  }

  /** One file. */
  public record FileSpec(
      @Required
          @Size(min = 1, max = 2000)
          @JsonPropertyDescription("The file: a path, file:/path or s3://bucket/key")
          String uri,
      @Size(min = 1, max = 2000)
          @JsonPropertyDescription("S3 endpoint of this source; the usual settings when absent")
          String endpoint,
      @Pattern("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")
          @JsonPropertyDescription(
              "Secret with the source's AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; ignored by a local run")
          String secret,
      @Pattern("[0-9a-f]{64}")
          @JsonPropertyDescription("Digest that the file must have, 64 hex digits; any when absent")
          String sha256) {}

  /** A part of another source: pictures whose hash falls into an interval. */
  public record SliceSpec(
      @Required @Reads(ArtifactKind.IMAGES) @JsonPropertyDescription("Source of images that is cut")
          String of,
      @Default("0") @Min(0) @Max(100) @JsonPropertyDescription("Start of the interval, inclusive")
          double fromPercent,
      @Default("100") @Min(0) @Max(100) @JsonPropertyDescription("End of the interval, exclusive")
          double toPercent,
      @Default("content")
          @JsonPropertyDescription(
              "What is hashed: content keeps identical files together, folder keeps the files of one folder together")
          By by) {

    /** What is hashed. */
    public enum By {
      /** The bytes of the picture. */
      @JsonProperty("content")
      CONTENT,
      /** The folder in which the picture lies. */
      @JsonProperty("folder")
      FOLDER
    }
  }

  /** An artifact that the store holds already. */
  public record ArtifactSpec(
      @Required
          @Pattern("[a-z][A-Za-z]*/[0-9a-f]{64}")
          @JsonPropertyDescription("Stage type and fingerprint, such as train/3f29...")
          String key) {}

  /** When a collection is listed anew. */
  public enum Refresh {
    /** When the pipeline has changed; a scheduled run takes the listing of the run before. */
    @JsonProperty("OnSpecChange")
    ON_SPEC_CHANGE,
    /** In every run. */
    @JsonProperty("EveryRun")
    EVERY_RUN
  }
}
