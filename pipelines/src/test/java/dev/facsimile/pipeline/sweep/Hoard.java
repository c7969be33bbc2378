package dev.facsimile.pipeline.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.Manifest;
import dev.facsimile.pipeline.artifact.ManifestJson;
import dev.facsimile.pipeline.artifact.store.MemoryStore;
import dev.facsimile.pipeline.assignment.SourceListing;
import dev.facsimile.pipeline.assignment.SourceRequest.Part;
import dev.facsimile.pipeline.record.RunHistory;
import dev.facsimile.pipeline.record.RunRecord;
import dev.facsimile.pipeline.release.Release;
import dev.facsimile.pipeline.release.Releases;
import dev.facsimile.pipeline.spec.MatchSpec;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A namespace in memory that has become full in the course of a year; today is its last day. */
final class Hoard {
  static final Instant TODAY = Instant.parse("2026-12-31T12:00:00Z");
  static final Keys KEYS = new Keys("ns");

  private final MemoryStore store = new MemoryStore(TODAY);
  private ArtifactStore view = store;

  MemoryStore store() {
    return store;
  }

  /** From now on sweeps see the store through this. */
  void seenAs(ArtifactStore newView) {
    view = newView;
  }

  static Retention keep(int runs) {
    return new Retention(
        Duration.ofDays(7),
        runs,
        runs,
        Retention.Liveness.untilSilentSince(TODAY.minus(Duration.ofDays(30))));
  }

  Sweep sweep() {
    return new Sweep(view, KEYS, Clock.fixed(TODAY, ZoneOffset.UTC));
  }

  /** What is put from now on was put so many days ago. */
  Hoard daysAgo(int days) {
    store.setTime(TODAY.minus(Duration.ofDays(days)));
    return this;
  }

  static String hex(String name) {
    return Digests.sha256(name.getBytes(UTF_8));
  }

  static String artifact(String type, String name) {
    return "artifacts/" + type + "/" + hex(name);
  }

  static String share(String type, String name) {
    return "artifacts/" + type + "/shares/" + hex(name);
  }

  /** Puts an object and returns its key inside the namespace. */
  String put(String key, String content) {
    store.put("ns/" + key, content.getBytes(UTF_8));
    return key;
  }

  /** A committed artifact of one object, or of shares. */
  String commit(String key, String... shareKeys) {
    var bytes = "bytes of " + key;
    var object = new Manifest.StoredObject("a.bin", "a-1.bin", hex(bytes), bytes.length());
    var shares =
        Arrays.stream(shareKeys).map(share -> new Manifest.Share(share, digest(share))).toList();
    if (shareKeys.length == 0) {
      put(key + "/a-1.bin", bytes);
    }
    var manifest =
        new Manifest(
            1,
            key.split("/")[1],
            1,
            key.substring(key.lastIndexOf('/') + 1),
            null,
            shareKeys.length == 0 ? List.of(object) : null,
            shares,
            null,
            null,
            "java");
    put(key + "/manifest.json", new String(ManifestJson.write(manifest), UTF_8));
    return key;
  }

  private String digest(String key) {
    try (var content = store.open("ns/" + key + "/manifest.json")) {
      return Digests.sha256(content);
    } catch (IOException e) {
      return "0".repeat(64);
    }
  }

  /** The record of a run; what it has made, it names as its stages. */
  String run(String pipeline, String run, int startedDaysAgo, String outcome, String... made) {
    return run(pipeline, run, startedDaysAgo, outcome, List.of(), List.of(made), null);
  }

  /** The record of a run that goes on and pins these keys. */
  String running(String pipeline, String run, int startedDaysAgo, String... pins) {
    return run(pipeline, run, startedDaysAgo, RunRecord.RUNNING, List.of(pins), List.of(), null);
  }

  String run(
      String pipeline,
      String run,
      int startedDaysAgo,
      String outcome,
      List<String> pins,
      List<String> made,
      String report) {
    var stages =
        IntStream.range(0, made.size()).mapToObj(i -> stage("s" + i, made.get(i))).toList();
    var record =
        new RunRecord(
            1,
            pipeline,
            run,
            TODAY.minus(Duration.ofDays(startedDaysAgo)).toString(),
            1,
            outcome,
            pins,
            stages,
            List.of(),
            report);
    try {
      new RunHistory(store, KEYS, pipeline).save(record);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return "pipelines/" + pipeline + "/runs/" + run;
  }

  private static RunRecord.StageRecord stage(String name, String key) {
    var isCatalog = key.startsWith("artifacts/catalog/");
    var inputs = new TreeMap<String, List<String>>();
    if (isCatalog) {
      inputs.put("images", List.of(key.substring(key.lastIndexOf('/') + 1)));
    }
    JsonNode nothing = JsonNodeFactory.instance.objectNode();
    var made = isCatalog ? "ns/artifacts/extract/" + hex("reads " + key) : "ns/" + key;
    return new RunRecord.StageRecord(
        name, "extract", hex(name), nothing, inputs, made, hex(key), false, 1, null, null);
  }

  /** A release of a model, a background and references. */
  String release(String alias, String model, String background, String references) {
    var nothing = JsonNodeFactory.instance.objectNode();
    var steps =
        List.of(
            new Release.Step("extract", 1, nothing, null),
            new Release.Step("normalize", 1, nothing, new Release.Part(background, "0", null)));
    var release =
        new Release(
            1,
            alias,
            "p",
            "r",
            TODAY.toString(),
            new Release.Part(model, "0", null),
            new Release.Part(references, "0", null),
            steps,
            null,
            MatchSpec.Metric.L2,
            0.5,
            new Release.Evidence(artifact("evaluate", "of " + alias), "0", nothing),
            null);
    try {
      new Releases(store, KEYS).promote(release);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return "releases/" + alias + ".json";
  }

  String listing(String pipeline, String name, String... catalogs) {
    var parts = new ArrayList<SourceListing.ListedPart>();
    for (var catalog : catalogs) {
      var part = new Part(List.of(), null, null, null);
      parts.add(new SourceListing.ListedPart(part, catalog, "0", 1));
    }
    var listing = new SourceListing(1, "s3://b/" + name, null, parts);
    return put(
        "pipelines/" + pipeline + "/sources/" + hex(name) + ".json",
        new String(listing.toJson(), UTF_8));
  }

  /** Prefixes that a sweep would remove, in its order. */
  List<String> goes(int runs) {
    return prefixes(plan(runs).removals());
  }

  SweepPlan plan(int runs) {
    try {
      return sweep().plan(keep(runs));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> prefixes(List<Removal> removals) {
    return removals.stream().map(removal -> removal.place().prefix()).toList();
  }
}
