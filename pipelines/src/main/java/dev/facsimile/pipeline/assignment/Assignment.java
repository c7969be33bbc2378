package dev.facsimile.pipeline.assignment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facsimile.pipeline.artifact.Artifact;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.Manifest;
import dev.facsimile.pipeline.plan.PlannedStage;
import dev.facsimile.pipeline.plan.Shares;
import dev.facsimile.pipeline.task.WorkerTask;
import dev.facsimile.pipeline.task.WorkerTask.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A planned stage with known inputs, put into the words that workers and stores understand. */
public final class Assignment {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private Assignment() {}

  /** What a worker is told of a stage. */
  public static WorkerTask of(
      String namespace,
      PlannedStage stage,
      SortedMap<String, List<Input>> inputs,
      List<WorkerTask.Share> shares) {
    return new WorkerTask(
        WorkerTask.FORMAT,
        namespace,
        stage.type().key(),
        stage.version(),
        MAPPER.valueToTree(stage.parameters()),
        stage.recipe().isEmpty() ? null : MAPPER.valueToTree(stage.recipe()),
        inputs,
        shares);
  }

  /**
   * The shares of a divided stage.
   *
   * @param members the pictures that it is divided along
   * @param fingerprint from the digest of a share's members to the share's fingerprint
   */
  public static List<WorkerTask.Share> cut(
      PlannedStage stage,
      List<Shares.Member> members,
      Keys keys,
      UnaryOperator<String> fingerprint) {
    int average = MAPPER.valueToTree(stage.parameters()).path("imagesPerShare").intValue();
    var ids = members.stream().map(Shares.Member::id).toList();
    var shares = new ArrayList<WorkerTask.Share>();
    for (var span : Shares.cut(ids, average)) {
      var digest = Shares.digest(members.subList(span.from(), span.to()));
      var name = fingerprint.apply(digest);
      shares.add(
          new WorkerTask.Share(name, keys.share(stage.type().key(), name), span.from(), span.to()));
    }
    return shares;
  }

  /** The manifest that makes finished shares the artifact of their stage; counts are summed. */
  public static Manifest stageManifest(
      Keys keys, WorkerTask task, String fingerprint, List<Artifact> shares) {
    var inputs = new TreeMap<String, String>();
    task.inputs().forEach((role, list) -> inputs.put(role, list.get(0).digest()));
    var counts = new TreeMap<String, Long>();
    var listed = new ArrayList<Manifest.Share>();
    for (var share : shares) {
      share.manifest().counts().forEach((what, number) -> counts.merge(what, number, Long::sum));
      listed.add(new Manifest.Share(keys.relative(share.key()), share.digest()));
    }
    var first = shares.get(0).manifest();
    return new Manifest(
        Manifest.FORMAT,
        task.stage(),
        task.stageVersion(),
        fingerprint,
        inputs,
        null,
        listed,
        counts,
        first.attributes(),
        first.device());
  }
}
