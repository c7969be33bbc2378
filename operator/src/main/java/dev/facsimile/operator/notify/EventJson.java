package dev.facsimile.operator.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.time.OffsetDateTime;

/** A notice as a CloudEvent 1.0 in structured mode. */
final class EventJson {
  /** The media type of what {@link #write} gives. */
  static final String MEDIA_TYPE = JsonFormat.CONTENT_TYPE;

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final JsonFormat FORMAT = new JsonFormat();

  private EventJson() {}

  /** The event; equal notices have the same id, so that a receiver can tell one sent twice. */
  static byte[] write(Notice notice) {
    try {
      var event =
          CloudEventBuilder.v1()
              .withId(notice.uid() + "." + notice.kind().id())
              .withType("dev.facsimile." + notice.kind().id())
              .withSource(
                  URI.create(
                      "/apis/facsimile.dev/v1alpha1/namespaces/"
                          + notice.namespace()
                          + "/pipelineruns/"
                          + notice.run()))
              .withSubject(notice.pipeline())
              .withTime(OffsetDateTime.parse(notice.time()))
              .withDataContentType("application/json")
              .withData(MAPPER.writeValueAsBytes(notice))
              .build();
      return FORMAT.serialize(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a notice is always JSON", e);
    }
  }
}
