package dev.facsimile.operator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Looks twice a second which share is worked on by which pods of a namespace. */
final class RunningShares implements AutoCloseable {
  private final Set<String> doubled = new ConcurrentSkipListSet<>();
  private final Timer clock = new Timer("running shares", true);
  private final Kubectl kubectl;

  private RunningShares(Kubectl kubectl) {
    this.kubectl = kubectl;
  }

  static RunningShares watch(Kubectl kubectl) {
    var shares = new RunningShares(kubectl);
    var look =
        new TimerTask() {
          @Override
          public void run() {
            shares.look();
          }
        };
    shares.clock.schedule(look, 0, 500);
    return shares;
  }

  /** The shares that two pods were seen to run at once, with these pods. */
  Set<String> doubled() {
    return doubled;
  }

  private void look() {
    var answer = kubectl.run("", "get", "pods", "-o", "json");
    if (!answer.isGood()) {
      return; // The API server is down: that is what some of these tests are about.
    }
    StreamSupport.stream(Kubectl.json(answer.out()).path("items").spliterator(), false)
        .filter(pod -> pod.at("/status/phase").asText().equals("Running"))
        .collect(Collectors.groupingBy(RunningShares::share))
        .forEach(
            (share, pods) -> {
              if (pods.size() > 1) {
                var names = pods.stream().map(pod -> pod.at("/metadata/name").asText()).toList();
                doubled.add(share + " by " + names);
              }
            });
  }

  /** The Job's name without the attempt's number, and the index. */
  private static String share(JsonNode pod) {
    var labels = pod.at("/metadata/labels");
    var job = labels.path("batch.kubernetes.io/job-name").asText();
    return job.substring(0, job.lastIndexOf('-'))
        + " "
        + labels.path("batch.kubernetes.io/job-completion-index").asText();
  }

  @Override
  public void close() {
    clock.cancel();
  }
}
