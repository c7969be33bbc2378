package dev.facsimile.worker.stage;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Manifest;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An artifact whose objects are byte arrays; counts its ranged reads. */
public final class InMemoryArtifact implements StoredArtifact {
  private final TreeMap<String, byte[]> objects;
  private final List<StoredArtifact> shares;
  private final Manifest manifest;
  private final AtomicInteger rangedReads = new AtomicInteger();

  private InMemoryArtifact(
      String stage,
      Map<String, byte[]> objects,
      List<? extends StoredArtifact> shares,
      Map<String, Long> counts,
      Map<String, String> attributes,
      String device) {
    this.objects = new TreeMap<>(objects);
    this.shares = List.copyOf(shares);
    var stored = new ArrayList<Manifest.StoredObject>();
    this.objects.forEach(
        (name, bytes) ->
            stored.add(new Manifest.StoredObject(name, name, Digests.sha256(bytes), bytes.length)));
    var parts = new ArrayList<Manifest.Share>();
    for (var share : this.shares) {
      parts.add(new Manifest.Share("shares/" + share.digest(), share.digest()));
    }
    this.manifest =
        new Manifest(
            1,
            stage,
            1,
            Digests.sha256(stage.getBytes(StandardCharsets.UTF_8)),
            new TreeMap<>(),
            stored,
            parts,
            new TreeMap<>(counts),
            new TreeMap<>(attributes),
            device);
  }

  /** An undivided artifact of objects by name. */
  public static InMemoryArtifact of(String stage, Map<String, byte[]> objects) {
    return new InMemoryArtifact(stage, objects, List.of(), Map.of(), Map.of(), "java");
  }

  /** What a stage wrote, as the next stage sees it. */
  public static InMemoryArtifact of(String stage, InMemoryOutput output) {
    return new InMemoryArtifact(
        stage,
        output.objects(),
        List.of(),
        output.counts(),
        output.attributes(),
        output.deviceKind());
  }

  /** The artifact of a divided stage; it has the attributes of its first share. */
  public static InMemoryArtifact ofShares(String stage, List<InMemoryArtifact> shares) {
    var attributes =
        shares.isEmpty() ? Map.<String, String>of() : shares.get(0).manifest().attributes();
    return new InMemoryArtifact(stage, Map.of(), shares, Map.of(), attributes, "java");
  }

  /** How often a part of an object was read. */
  public int rangedReads() {
    return rangedReads.get();
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public String digest() {
    return Digests.sha256(manifest.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<StoredArtifact> shares() {
    return shares.isEmpty() ? List.of(this) : shares;
  }

  @Override
  public boolean has(String name) {
    return objects.containsKey(name);
  }

  @Override
  public byte[] read(String name) {
    return object(name).clone();
  }

  @Override
  public byte[] read(String name, long offset, int length) throws IOException {
    rangedReads.incrementAndGet();
    var object = object(name);
    if (offset < 0 || length < 0 || offset + length > object.length) {
      throw new IOException(
          name + " has " + object.length + " bytes, not " + offset + "+" + length);
    }
    return Arrays.copyOfRange(object, (int) offset, (int) offset + length);
  }

  @Override
  public Path fetch(String name) {
    try {
      var file = Files.createTempFile("artifact-", "-" + name);
      file.toFile().deleteOnExit();
      return Files.write(file, object(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] object(String name) {
    var bytes = objects.get(name);
    if (bytes == null) {
      throw new TaskException(
          ExitCode.ARTIFACT_CORRUPT,
          "artifact has no object " + name + ", only " + objects.keySet());
    }
    return bytes;
  }
}
