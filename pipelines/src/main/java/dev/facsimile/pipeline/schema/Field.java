package dev.facsimile.pipeline.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facsimile.pipeline.spec.ArtifactKind;
import java.util.List;
import java.util.Optional;

/**
 * A field of a record.
 *
 * @param name its key in the file
 * @param shape what values it takes
 * @param description one sentence for the user
 * @param required whether it has to be given
 * @param defaultValue its complete value when it is not given
 * @param reads kinds of artifact that the names in it may stand for; empty when it holds no names
 * @param divides whether the stage's work is cut into shares along what it names
 */
public record Field(
    String name,
    Shape shape,
    String description,
    boolean required,
    Optional<JsonNode> defaultValue,
    List<ArtifactKind> reads,
    boolean divides) {}
