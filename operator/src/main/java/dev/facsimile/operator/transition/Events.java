package dev.facsimile.operator.transition;

import dev.facsimile.pipeline.artifact.Digests;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Events as {@code kubectl events --for} finds them. */
public final class Events {
  private static final String COMPONENT = "facsimile-operator";
  private static final int LONGEST_MESSAGE = 1024;
  private static final int LONGEST_NAME = 200;
  private static final int HASH = 16;

  private Events() {}

  /** The Event of a notice: of one name for one key, so that creating it twice is harmless. */
  public static Event of(HasMetadata object, Notice notice, Instant now) {
    var metadata = object.getMetadata();
    var at = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(metadata.getName(), metadata.getUid() + "/" + notice.key()))
        .withNamespace(metadata.getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(object.getApiVersion())
        .withKind(object.getKind())
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .endInvolvedObject()
        .withType(notice.isWarning() ? "Warning" : "Normal")
        .withReason(notice.reason().id())
        .withMessage(cut(notice.message()))
        .withCount(1)
        .withFirstTimestamp(at)
        .withLastTimestamp(at)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .build();
  }

  private static String name(String object, String key) {
    var start = object.substring(0, Math.min(object.length(), LONGEST_NAME));
    var hash = Digests.sha256(key.getBytes(StandardCharsets.UTF_8)).substring(0, HASH);
    return start.replaceAll("[-.]+$", "") + "." + hash;
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE - 4) + " ...";
  }
}
