package dev.facsimile.worker.descriptors;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.stage.StageInputs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Identity of the space that descriptors live in: vectors may be compared when model, scales,
 * resize, normalisation and precision were the same. An artifact carries it as the manifest
 * attribute {@value #ATTRIBUTE}; of a file from outside it is unknown, and then the user answers
 * for it.
 */
public final class Space {
  /** Name of the manifest attribute. */
  public static final String ATTRIBUTE = "space";

  private Space() {}

  /** The id that stands for all of these parts in this order: 64 hex digits. */
  public static String derive(String... parts) {
    var digest = Digests.newSha256();
    for (var part : parts) {
      var bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return Digests.hex(digest.digest());
  }

  /** The space of the descriptors behind a role, if it is known. */
  public static Optional<String> of(StageInputs inputs, String role) throws IOException {
    return inputs.isFile(role)
        ? Optional.empty()
        : Optional.ofNullable(inputs.artifact(role).manifest().attributes().get(ATTRIBUTE));
  }

  /**
   * Refuses descriptors of two known, different spaces.
   *
   * @throws TaskException (78) naming both sides
   */
  public static void requireSame(
      String left, Optional<String> leftSpace, String right, Optional<String> rightSpace) {
    if (leftSpace.isPresent() && rightSpace.isPresent() && !leftSpace.equals(rightSpace)) {
      throw new TaskException(
          ExitCode.BAD_CONFIGURATION,
          left
              + " (space "
              + brief(leftSpace.get())
              + ") and "
              + right
              + " (space "
              + brief(rightSpace.get())
              + ") cannot be compared: extract both with the same model, scales and precision,"
              + " and normalize both sides alike");
    }
  }

  private static String brief(String space) {
    return space.length() > 12 ? space.substring(0, 12) : space;
  }
}
