package dev.facsimile.operator.decide;

import dev.facsimile.operator.observe.Intervals;
import dev.facsimile.operator.observe.JobView;
import dev.facsimile.operator.observe.PodView;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.Progress;
import dev.facsimile.pipeline.task.Termination;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the end of an attempt means, when its artifact is not there. */
final class Ends {
  /** Failures before a container ran: the cluster's, not the share's. */
  private static final Set<String> ADMISSION =
      Set.of(
          "UnexpectedAdmissionError",
          "NodeAffinity",
          "OutOfcpu",
          "OutOfmemory",
          "OutOfpods",
          "Preempting",
          "NodeShutdown",
          "Terminated");

  /** Exits that the failure policy ignores: they are no reason for the end of a Job. */
  private static final Set<Integer> IGNORED =
      Set.of(
          ExitCode.STORE_UNAVAILABLE.code(), ExitCode.TEMPORARY.code(), ExitCode.TERMINATED.code());

  private static final int FAILS_ALL = ExitCode.BAD_CONFIGURATION.code();

  /** Characters of a worker's last words: the statuses of many stages share one object. */
  private static final int MOST_WORDS = 1000;

  /** Characters of a line that is perhaps no sentence. */
  private static final int MOST_OF_A_LINE = 300;

  private Ends() {}

  /** An end and what follows. */
  sealed interface End {
    /** It failed by itself; the stage fails, unless another whole attempt is left. */
    record Failed(Reason reason, String message, boolean isFinal) implements End {}

    /** The infrastructure failed: another attempt. */
    record Infrastructure(Reason reason, String message) implements End {}

    /** Inputs are damaged: they are made anew, then another attempt. */
    record Damaged(Set<String> keys, String message) implements End {}
  }

  /**
   * Judges a finished Job.
   *
   * @param progress what the worker of its only share last reported
   */
  static End of(JobView job, List<PodView> pods, Optional<Progress> progress) {
    var end = job.end().orElseThrow();
    if (end.complete()) {
      return new End.Failed(
          Reason.NO_MANIFEST,
          "the pods of " + job.name() + " ended well, but the artifact is not complete",
          false);
    }
    var failed =
        pods.stream()
            .filter(pod -> pod.phase().equals("Failed") && !pod.isDisrupted())
            .filter(pod -> isDecisive(job, pod))
            .sorted(Comparator.comparingInt(PodView::index).thenComparing(PodView::name))
            .toList();
    var damaged = new TreeSet<String>();
    failed.forEach(pod -> words(pod).ifPresent(words -> damaged.addAll(words.damaged())));
    var worst = failed.stream().filter(pod -> !isOfTheCluster(pod)).findFirst();
    if (!damaged.isEmpty()) {
      return new End.Damaged(damaged, sentence(job, worst.orElse(failed.get(0)), progress));
    }
    if (worst.isEmpty()) {
      return failed.isEmpty()
          ? new End.Infrastructure(Reason.INTERRUPTED, end.reason() + ": " + end.message())
          : new End.Infrastructure(Reason.INTERRUPTED, brief(failed.get(0)));
    }
    return new End.Failed(reason(worst.get()), sentence(job, worst.get(), progress), true);
  }

  /** Of a share that was done in the end, an earlier failure is no reason. */
  private static boolean isDecisive(JobView job, PodView pod) {
    boolean endsAll = pod.terminated().filter(end -> end.exitCode() == FAILS_ALL).isPresent();
    return endsAll
        || job.failedIndexes().isEmpty()
        || Intervals.contains(job.failedIndexes(), pod.index());
  }

  private static boolean isOfTheCluster(PodView pod) {
    if (pod.reason().equals("Evicted")) {
      return false;
    }
    return ADMISSION.contains(pod.reason())
        || pod.terminated().map(end -> IGNORED.contains(end.exitCode())).orElse(true);
  }

  private static Reason reason(PodView pod) {
    if (pod.reason().equals("Evicted")) {
      return Reason.STORAGE_EXCEEDED;
    }
    var end = pod.terminated().orElseThrow();
    return end.reason().equals("OOMKilled") ? Reason.OUT_OF_MEMORY : Reason.ofExit(end.exitCode());
  }

  private static Optional<Termination> words(PodView pod) {
    return pod.terminated().flatMap(end -> Termination.parse(end.message()));
  }

  private static String sentence(JobView job, PodView pod, Optional<Progress> progress) {
    var share = job.completions() > 1 ? "share " + pod.index() + ": " : "";
    var others =
        job.failedIndexes().isEmpty() || job.completions() == 1
            ? ""
            : " (failed shares: " + Intervals.cut(job.failedIndexes(), 200) + ")";
    if (pod.reason().equals("Evicted")) {
      return share + pod.message() + others;
    }
    var end = pod.terminated().orElseThrow();
    var words = words(pod);
    var text =
        words
            .map(Termination::message)
            .filter(message -> !message.isEmpty())
            .map(message -> cut(message, MOST_WORDS))
            .orElseGet(() -> lastLine(end));
    var code =
        end.reason().equals("OOMKilled")
            ? memory(pod, words, progress)
            : " (exit " + end.exitCode() + ")";
    var log = words.map(Termination::log).map(key -> "; log: " + key).orElse("");
    return share + text + code + log + others;
  }

  private static String memory(
      PodView pod, Optional<Termination> words, Optional<Progress> progress) {
    var limit = pod.memoryLimit().isEmpty() ? "" : "; its limit is " + pod.memoryLimit();
    var used =
        words
            .map(Termination::peakMemoryBytes)
            .or(() -> progress.map(Progress::peakMemoryBytes))
            .filter(bytes -> bytes > 0)
            .map(bytes -> ", it last reported " + (bytes >> 20) + " MiB")
            .orElse("");
    return " (killed for its memory" + limit + used + ")";
  }

  private static String lastLine(PodView.Terminated end) {
    var lines = end.message().strip().split("\n");
    var last = lines[lines.length - 1].strip();
    if (last.isEmpty()) {
      return end.reason().equals("OOMKilled")
          ? "the worker reached its memory limit"
          : "the worker left no last words";
    }
    return cut(last, MOST_OF_A_LINE);
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) + " ..." : text;
  }

  /** How a pod ended, in a few words. */
  static String brief(PodView pod) {
    var exit = pod.terminated().map(end -> "exit " + end.exitCode());
    var words = words(pod).map(Termination::message).filter(message -> !message.isEmpty());
    var cluster = Optional.of(pod.message()).filter(message -> !message.isEmpty());
    var text = words.or(() -> cluster);
    return text.map(message -> message + exit.map(code -> " (" + code + ")").orElse(""))
        .or(() -> exit)
        .orElse(pod.isDisrupted() ? "the cluster ended the pod" : "the pod did not start");
  }

  /** Names for a message. */
  static String list(Set<String> keys) {
    return keys.stream().limit(3).collect(Collectors.joining(", "))
        + (keys.size() > 3 ? " and " + (keys.size() - 3) + " more" : "");
  }
}
