package dev.facsimile.pipeline.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.plan.Plan;
import dev.facsimile.pipeline.plan.StageInput.Reading;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import dev.facsimile.pipeline.task.WorkerTask.InputKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a worker found of a source: the answer to a {@link SourceRequest}. It is remembered beside
 * the runs of a pipeline and replaced when the source is looked at again; the catalogs that it
 * names are artifacts and never change.
 *
 * @param format version of this record's form, 1
 * @param location where the source lies
 * @param sha256 digest of the file; null for a collection
 * @param parts the catalogs of the parts that were asked for, in the request's order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceListing(int format, String location, String sha256, List<ListedPart> parts) {
  /** The form that this build writes and reads. */
  public static final int FORMAT = 1;

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** Copies the list; absent is empty. */
  public SourceListing {
    parts = parts == null ? List.of() : List.copyOf(parts);
  }

  /**
   * A part and its catalog.
   *
   * @param key key prefix of the catalog's artifact inside the namespace
   * @param digest sha256 of the catalog, 64 hex digits
   * @param images pictures in it; 0 when slicing and selection left none
   */
  public record ListedPart(SourceRequest.Part part, String key, String digest, long images) {}

  /** The catalog of a part, or empty when it was not asked for. */
  public Optional<ListedPart> find(SourceRequest.Part part) {
    return parts.stream().filter(listed -> listed.part().equals(part)).findFirst();
  }

  /**
   * What a stage reads of the source, as its task's input.
   *
   * @throws TaskException (66) when slicing and selection left no picture
   */
  public Input input(Plan plan, Reading reading) {
    if (!plan.source(reading.name()).isCollection()) {
      return new Input(InputKind.FILE, null, sha256, location);
    }
    var part =
        find(SourceRequest.part(plan, reading))
            .orElseThrow(() -> new IllegalStateException(reading + " was not asked for"));
    if (part.images() == 0) {
      throw noPictureLeft(reading.name());
    }
    return new Input(InputKind.CATALOG, part.key(), part.digest(), location);
  }

  /** What to say when a part has no pictures; {@code name} is what the reader calls the part. */
  public TaskException noPictureLeft(String name) {
    return new TaskException(
        ExitCode.SOURCE_MISSING,
        "source %s: no picture is left after slicing and selection; widen it or add pictures to %s"
            .formatted(name, location));
  }

  /** The listing as the object of a store. */
  public byte[] toJson() {
    try {
      return MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a listing is always JSON", e);
    }
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @throws StoreException CORRUPT when it is no listing of a form that this build knows
   */
  public static SourceListing fromJson(byte[] json, String where) throws StoreException {
    try {
      var listing = MAPPER.readValue(json, SourceListing.class);
      if (listing.format() == FORMAT) {
        return listing;
      }
      throw new StoreException(Reason.CORRUPT, where + " has the form " + listing.format(), null);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(
          Reason.CORRUPT, where + " is not a source's listing: " + e.getMessage(), e);
    }
  }
}
