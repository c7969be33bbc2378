package dev.facsimile.pipeline.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.PlannedSource;
import dev.facsimile.pipeline.plan.StageInput.Reading;
import dev.facsimile.pipeline.plan.StageInput.Selection;
import dev.facsimile.pipeline.schema.CanonicalJson;
import dev.facsimile.pipeline.spec.SourceSpec.SliceSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a worker is asked about a source from outside: where it lies, and which parts of it the
 * stages of a plan read. Only a worker has the credentials of a source; it answers with a {@link
 * SourceListing}.
 *
 * @param source name of the source, for messages
 * @param location where it lies: a path, file:/path or s3://bucket/prefix with its endpoint
 * @param isFile whether it is one file rather than a collection of pictures
 * @param sha256 digest that the file must have; null for any
 * @param parts what is read of a collection, in a fixed order; empty for a file
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceRequest(
    String source, String location, boolean isFile, String sha256, List<Part> parts) {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** Copies the list. */
  public SourceRequest {
    parts = List.copyOf(parts);
  }

  /**
   * A part of a collection: its slices in order, each cut from the one before, and of the last one
   * what a stage selects.
   *
   * @param percent see {@link Selection}; null for all
   * @param every see {@link Selection}; null for all
   * @param first see {@link Selection}; null for all
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Part(List<SliceSpec> slices, Double percent, Integer every, Integer first) {
    /** Takes the names out of the slices: renaming a source changes no part. */
    public Part {
      slices =
          slices.stream()
              .map(s -> new SliceSpec(null, s.fromPercent(), s.toPercent(), s.by()))
              .toList();
    }
  }

  /** Locations of sources as workers open them. */
  @FunctionalInterface
  public interface Locations {
    /**
     * The location of a source.
     *
     * @param uri as the pipeline file gives it, perhaps relative
     * @param endpoint its S3 endpoint; null for the usual one
     * @param secret name of the Secret with its credentials; null for the usual ones
     */
    String of(String uri, String endpoint, String secret);
  }

  /** The requests of a plan, by the name of the source; sources that only slices read are there. */
  public static Map<String, SourceRequest> of(Plan plan, Locations locations) {
    var parts = new LinkedHashMap<String, List<Part>>();
    for (var stage : plan.stages()) {
      for (var input : stage.inputs().values()) {
        for (var reading : input.readings()) {
          if (!reading.isStage() && plan.source(reading.name()).spec().artifact() == null) {
            var read =
                parts.computeIfAbsent(root(plan, reading.name()).name(), n -> new ArrayList<>());
            var part = part(plan, reading);
            if (!read.contains(part)) {
              read.add(part);
            }
          }
        }
      }
    }
    var requests = new LinkedHashMap<String, SourceRequest>();
    parts.forEach((name, read) -> requests.put(name, request(plan.source(name), read, locations)));
    return requests;
  }

  private static SourceRequest request(
      PlannedSource source, List<Part> parts, Locations locations) {
    var file = source.spec().file();
    if (file != null) {
      var location = locations.of(file.uri(), file.endpoint(), file.secret());
      return new SourceRequest(source.name(), location, true, file.sha256(), List.of());
    }
    var images = source.spec().images();
    var sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparing(part -> CanonicalJson.write(MAPPER.valueToTree(part))));
    var location = locations.of(images.uri(), images.endpoint(), images.secret());
    return new SourceRequest(source.name(), location, false, null, sorted);
  }

  /** The source from outside that a source is, or is cut from. */
  public static PlannedSource root(Plan plan, String name) {
    var source = plan.source(name);
    while (source.spec().slice() != null) {
      source = plan.source(source.spec().slice().of());
    }
    return source;
  }

  /** The part of its root source that a stage reads. */
  public static Part part(Plan plan, Reading reading) {
    var slices = new ArrayList<SliceSpec>();
    for (var source = plan.source(reading.name());
        source.spec().slice() != null;
        source = plan.source(source.spec().slice().of())) {
      slices.add(0, source.spec().slice());
    }
    var selection = reading.selection();
    return new Part(
        slices,
        selection.percent().orElse(null),
        selection.every().orElse(null),
        selection.first().orElse(null));
  }

  /**
   * What identifies the answer while the source is not looked at again: the question without its
   * name.
   */
  public String fingerprint() {
    ObjectNode question = MAPPER.valueToTree(this);
    question.remove("source");
    question.put("type", PlannedSource.CATALOG);
    question.put("version", PlannedSource.CATALOG_VERSION);
    return CanonicalJson.sha256(question);
  }
}
