package dev.facsimile.operator.desired;

import dev.facsimile.operator.api.Pipeline;
import java.util.Map;
import java.util.TreeMap;

/** Labels and annotations by which the operator and its users find what belongs to a stage. */
public final class Labels {
  /** Says who made an object. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** Our value of {@link #MANAGED_BY}. */
  public static final String FACSIMILE = "facsimile";

  /** Selects everything that the operator made. */
  public static final String MANAGED = MANAGED_BY + "=" + FACSIMILE;

  /** What our own labels and annotations begin with. */
  public static final String PREFIX = Pipeline.GROUP + "/";

  /** Name of the pipeline. */
  public static final String PIPELINE = PREFIX + "pipeline";

  /** Name of the run. */
  public static final String RUN = PREFIX + "run";

  /** Name of the stage, or of the source that is listed. */
  public static final String STAGE = PREFIX + "stage";

  /** Key of the stage's type. */
  public static final String TYPE = PREFIX + "type";

  /** As a label the fingerprint's first 63 digits, as an annotation all 64. */
  public static final String FINGERPRINT = PREFIX + "fingerprint";

  /** Annotation: number of the attempt. */
  public static final String ATTEMPT = PREFIX + "attempt";

  /** Annotation: key of the task in the store. */
  public static final String TASK = PREFIX + "task";

  /** Annotation: shares done and shares in all when the Job was made, such as {@code 3/20}. */
  public static final String SHARES = PREFIX + "shares";

  /** Label of Kueue: the local queue of a Job. */
  public static final String QUEUE = "kueue.x-k8s.io/queue-name";

  private static final int MAX_VALUE = 63;

  private Labels() {}

  /** The fingerprint as the value of a label. */
  public static String fingerprint(String fingerprint) {
    return fingerprint.substring(0, Math.min(fingerprint.length(), MAX_VALUE));
  }

  /** Labels of a stage's Job and pods; names are short enough by the rules of the definitions. */
  public static Map<String, String> of(StageWork work) {
    var labels = new TreeMap<String, String>();
    labels.put(MANAGED_BY, FACSIMILE);
    labels.put(PIPELINE, work.pipeline());
    labels.put(RUN, work.run());
    labels.put(STAGE, work.stage());
    labels.put(TYPE, work.type());
    labels.put(FINGERPRINT, fingerprint(work.fingerprint()));
    return labels;
  }

  /** Annotations of a stage's Job. */
  public static Map<String, String> annotations(StageWork work) {
    var annotations = new TreeMap<String, String>();
    annotations.put(FINGERPRINT, work.fingerprint());
    annotations.put(ATTEMPT, Integer.toString(work.attempt()));
    annotations.put(TASK, work.taskKey());
    annotations.put(SHARES, (work.total() - work.missing()) + "/" + work.total());
    return annotations;
  }
}
