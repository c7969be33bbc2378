package dev.facsimile.worker.report;

import dev.facsimile.worker.execute.StageInputs;
import dev.facsimile.worker.execute.StoredArtifact;
import java.time.Duration;

/**
 * A stage of a run whose artifact is there.
 *
 * @param name its name in the pipeline file
 * @param type its type, for example {@code extract}
 * @param parameters its parameters, whose fields name the sources and stages it reads
 * @param inputs what it read, whole
 * @param artifact what it made
 * @param cached whether the artifact was there before the run
 * @param time how long this run worked on it
 * @param key where the artifact lies in the store
 */
public record FinishedStage(
    String name,
    String type,
    Record parameters,
    StageInputs inputs,
    StoredArtifact artifact,
    boolean cached,
    Duration time,
    String key) {}
