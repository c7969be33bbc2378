package dev.facsimile.worker.bench.part;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Manifest;
import dev.facsimile.worker.stage.StoredArtifact;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a measured stage wrote.
 *
 * @param directory where its files are
 * @param manifest their names and digests
 */
record StageArtifact(Path directory, Manifest manifest) implements StoredArtifact {
  static StageArtifact of(String stage, Path directory) throws IOException {
    var objects = new ArrayList<Manifest.StoredObject>();
    try (var files = Files.list(directory)) {
      for (var file : files.sorted().toList()) {
        var name = file.getFileName().toString();
        objects.add(new Manifest.StoredObject(name, name, Digests.sha256(file), Files.size(file)));
      }
    }
    var fingerprint = Digests.sha256(stage.getBytes(StandardCharsets.UTF_8));
    return new StageArtifact(
        directory,
        new Manifest(
            Manifest.FORMAT,
            stage,
            1,
            fingerprint,
            new TreeMap<>(),
            objects,
            List.of(),
            new TreeMap<>(),
            new TreeMap<>(),
            "java"));
  }

  @Override
  public String digest() {
    return Digests.sha256(manifest.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<StoredArtifact> shares() {
    return List.of(this);
  }

  @Override
  public boolean has(String name) {
    return Files.exists(directory.resolve(name));
  }

  @Override
  public byte[] read(String name) throws IOException {
    return Files.readAllBytes(directory.resolve(name));
  }

  @Override
  public byte[] read(String name, long offset, int length) throws IOException {
    var range = new byte[length];
    try (var file = new RandomAccessFile(directory.resolve(name).toFile(), "r")) {
      file.seek(offset);
      file.readFully(range);
    }
    return range;
  }

  @Override
  public Path fetch(String name) {
    return directory.resolve(name);
  }
}
