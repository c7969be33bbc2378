package dev.facsimile.operator.decide;

import dev.facsimile.pipeline.task.ExitCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every reason that a status, condition or event gives, with what its reader does next. */
public enum Reason {
  /** Something that it reads is not there yet. */
  NEEDS_INPUTS(""),
  /** The pipeline is suspended. */
  SUSPENDED("Set spec.suspend of the pipeline to false to go on."),
  /** The run ends: nothing more is started. */
  ENDING(""),
  /** Pods have been asked for. */
  STARTING(""),
  /** Pods are at work. */
  RUNNING(""),
  /** The artifact was there. */
  CACHED(""),
  /** The artifact was made. */
  COMPLETED(""),
  /** Another run makes the same artifact. */
  MADE_BY_ANOTHER_RUN(""),
  /** The damaged artifact was removed. */
  REPAIRING(""),
  /** No node takes the pod. */
  UNSCHEDULABLE(
      "Add nodes that offer what the pod asks for, or change spec.stages[].pod: resources,"
          + " nodeSelector, tolerations."),
  /** A queue holds the Job back. */
  QUEUED("Look at the queue's Workload: kubectl describe workloads.kueue.x-k8s.io."),
  /** The image cannot be pulled. */
  IMAGE_UNAVAILABLE(
      "Correct the worker image in the operator's configuration, or give pod.imagePullSecrets."),
  /** A Secret or ConfigMap is missing. */
  CONFIGURATION_MISSING(
      "Create the Secret or ConfigMap that the message names, in the run's namespace."),
  /** The namespace's quota is used up. */
  QUOTA_EXCEEDED("Raise the ResourceQuota of the namespace, or ask for less in pod.resources."),
  /** The cluster refuses the pods. */
  PODS_REFUSED("Read the message: the cluster's admission refuses the worker's pods."),
  /** The cluster refuses the Job. */
  JOB_REFUSED(
      "Let an administrator change the policy, webhook or role that the message names; the operator"
          + " asks again by itself."),
  /** The Job is none that the cluster could ever accept. */
  JOB_INVALID(
      "Correct what the message names, most likely in spec.stages[].pod, then change"
          + " triggerNonce."),
  /** The store does not answer. */
  STORE_UNREACHABLE(
      "Check the store and the operator's credentials; the run goes on by itself afterwards."),
  /** The worker found its input bad. */
  BAD_INPUT("Correct what the message names, then change the pipeline's triggerNonce."),
  /** A source is not there. */
  SOURCE_MISSING("Check the source's uri, endpoint and secret, then change triggerNonce."),
  /** A store refused, or the worker's settings are wrong. */
  BAD_CONFIGURATION("Correct what the message names, then change the pipeline's triggerNonce."),
  /** Bytes in the store are not those that were committed, and making them anew did not help. */
  ARTIFACT_CORRUPT("Something changes or loses objects of the store: look for it, then run again."),
  /** Training diverged. */
  DIVERGED("Lower the learning rate or the weight of the named loss term in the train stage."),
  /** The disk of the pod was full. */
  DISK_FULL("Raise the spool size in the operator's configuration, or lower imagesPerShare."),
  /** The kernel killed the worker for its memory. */
  OUT_OF_MEMORY("Raise pod.resources.limits.memory of the stage, or lower its batch."),
  /** The worker was killed by a signal. */
  KILLED("Read the log that the message names; a native crash may come from the driver."),
  /** A defect of the worker. */
  INTERNAL_ERROR("Please report the message with the log that it names."),
  /** The pod used more ephemeral storage than its limit. */
  STORAGE_EXCEEDED(
      "Raise the spool size in the operator's configuration, or lower imagesPerShare."),
  /** The worker ended well, but its artifact is not there. */
  NO_MANIFEST("Check that nothing deletes objects below artifacts/ in the store."),
  /** A share could not be done for reasons that lie outside it, too often. */
  INFRASTRUCTURE_RETRIES_EXHAUSTED(
      "Make nodes or store dependable, or raise spec.retries.infrastructure."),
  /** The nodes of all pods are lost. */
  NODE_LOST(""),
  /** The infrastructure ended the attempt. */
  INTERRUPTED(""),
  /** Somebody deleted the Job. */
  JOB_DELETED(""),
  /** Pods could not start before the pending timeout. */
  PENDING_TIMED_OUT("See the message; spec.timeouts.pendingSeconds bounds the waiting."),
  /** The queue did not let the Job in before the queue timeout. */
  QUEUE_TIMED_OUT("See the queue; spec.timeouts.queueSeconds bounds the waiting."),
  /** The run took longer than it may. */
  RUN_TIMED_OUT("Raise spec.timeouts.runSeconds; what is finished is kept."),
  /** The run was seen for the first time. */
  RUN_STARTED(""),
  /** A stage failed; of several each has words of its own. */
  STAGE_FAILED("See status.stages for what to do about each; what is finished is kept."),
  /** A gate does not hold. */
  GATE_FAILED("Nothing was promoted. See the gates' figures, and the report in the store."),
  /** Somebody cancelled the run. */
  CANCELLED("What is finished is kept; change triggerNonce to go on."),
  /** Every stage has its artifact and every gate holds. */
  SUCCEEDED(""),
  /** The spec breaks a rule of the language. */
  INVALID_SPEC("Correct the fields that the message names; ./facsimile validate tells the same."),
  /** The pod settings ask for what the operator's configuration does not allow. */
  POD_REFUSED("Change the field that the message names, or let an administrator allow it."),
  /** Another object has the name that the run needs. */
  RUN_NAME_TAKEN("Delete or rename the PipelineRun that the message names.");

  private static final String NEXT = " Next: ";

  private final String next;

  Reason(String next) {
    this.next = next;
  }

  /** The reason as conditions write it, for example {@code OutOfMemory}. */
  public String id() {
    var id = new StringBuilder();
    for (var word : name().split("_")) {
      id.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return id.toString();
  }

  /** What a reader does about it; empty when there is nothing to do. */
  public String next() {
    return next;
  }

  /** A message with what to do next behind it, unless it tells that already. */
  public String explain(String message) {
    if (message.contains(NEXT)) {
      return message;
    }
    var whole = message.isEmpty() || message.endsWith(".") ? message : message + ".";
    return next.isEmpty() ? message : (whole + NEXT + next).strip();
  }

  /** A message without what to do next. */
  static String bare(String message) {
    int end = message.indexOf(NEXT);
    return end < 0 ? message : message.substring(0, end);
  }

  /** The reason of an id. */
  public static Optional<Reason> of(String id) {
    return Arrays.stream(values()).filter(reason -> reason.id().equals(id)).findFirst();
  }

  /** The reason that an exit code of a worker stands for. */
  public static Reason ofExit(int code) {
    return Arrays.stream(ExitCode.values())
        .filter(exit -> exit.code() == code)
        .findFirst()
        .map(
            exit ->
                switch (exit) {
                  case BAD_INPUT -> BAD_INPUT;
                  case SOURCE_MISSING -> SOURCE_MISSING;
                  case DISK_FULL -> DISK_FULL;
                  case ARTIFACT_CORRUPT -> ARTIFACT_CORRUPT;
                  case DIVERGED -> DIVERGED;
                  case BAD_CONFIGURATION -> BAD_CONFIGURATION;
                  default -> INTERNAL_ERROR;
                })
        .orElse(code > 128 ? KILLED : INTERNAL_ERROR);
  }
}
