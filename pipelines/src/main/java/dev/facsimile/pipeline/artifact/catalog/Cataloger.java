package dev.facsimile.pipeline.artifact.catalog;

import dev.facsimile.pipeline.artifact.ArtifactStore;
import dev.facsimile.pipeline.artifact.ArtifactStore.Info;
import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.artifact.Keys;
import dev.facsimile.pipeline.artifact.Parallel;
import dev.facsimile.pipeline.artifact.StoreException;
import dev.facsimile.pipeline.artifact.StoreException.Reason;
import dev.facsimile.pipeline.artifact.catalog.Scan.Seen;
import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the catalog of an image source. Only objects that are new, or whose size or version has
 * changed, are read; what is known of the others is remembered in the work area of the store.
 */
public final class Cataloger {
  private static final Logger LOG = LoggerFactory.getLogger(Cataloger.class);

  /** Objects read before what is known is saved for the first time. */
  private static final int CHUNK = 2000;

  private final ArtifactStore store;
  private final Keys keys;
  private final int threads;
  private final Watcher watcher;

  /** Told how many objects of a source are known; calls come from several threads. */
  @FunctionalInterface
  public interface Watcher {
    /** So many of so many objects. */
    void known(long done, long total);
  }

  /**
   * A maker of catalogs.
   *
   * @param store where to remember what is known of sources
   * @param threads objects read at a time
   */
  public Cataloger(ArtifactStore store, Keys keys, int threads, Watcher watcher) {
    this.store = store;
    this.keys = keys;
    this.threads = threads;
    this.watcher = watcher;
  }

  /** A maker of catalogs that nobody watches. */
  public Cataloger(ArtifactStore store, Keys keys, int threads) {
    this(store, keys, threads, (done, total) -> {});
  }

  /**
   * Lists the pictures of a source: its files with a picture's extension, in all folders; when
   * there are none, the pictures inside its tar files. Hidden files are left out.
   *
   * @throws TaskException SOURCE_MISSING when there is no source or no picture in it, BAD_INPUT
   *     when a tar file is damaged or two members of shards have the same name
   */
  public Catalog catalog(ArtifactStore source) throws IOException {
    var objects = objects(source);
    var known = new KnownScans(store, keys.knownDigests(source.location()));
    var remembered = known.load();
    var scans = new LinkedHashMap<Seen, Scan>();
    for (var info : objects) {
      var seen = Seen.of(info);
      if (remembered.containsKey(seen)) {
        scans.put(seen, remembered.get(seen));
      }
    }
    var done = new AtomicLong(scans.size());
    watcher.known(done.get(), objects.size());
    var unknown = objects.stream().filter(info -> !scans.containsKey(Seen.of(info))).toList();
    for (int start = 0, end; start < unknown.size(); start = end) {
      // Doubling, so that a large source is not written over and over.
      end = Math.min(start + Math.max(CHUNK, scans.size()), unknown.size());
      var chunk = unknown.subList(start, end);
      var found =
          Parallel.map(
              chunk,
              threads,
              info -> {
                var scan = scan(source, info);
                watcher.known(done.incrementAndGet(), objects.size());
                return scan;
              });
      found.forEach(scan -> scans.put(scan.object(), scan));
      known.save(scans.values());
    }
    if (unknown.isEmpty() && remembered.size() > scans.size()) {
      known.save(scans.values());
    }
    return assemble(source, scans.values());
  }

  /** Forgets a source: the next catalog reads every object of it. */
  public void forget(ArtifactStore source) throws IOException {
    store.delete(keys.knownDigests(source.location()));
  }

  private static List<Info> objects(ArtifactStore source) throws IOException {
    List<Info> all;
    try {
      all = source.list("");
    } catch (StoreException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        throw new TaskException(ExitCode.SOURCE_MISSING, "Image source: " + e.getMessage(), e);
      }
      throw e;
    }
    var visible = all.stream().filter(info -> ImagePaths.isVisible(info.key())).toList();
    var pictures = visible.stream().filter(info -> ImagePaths.isPicture(info.key())).toList();
    var shards = visible.stream().filter(info -> TarShards.isShard(info.key())).toList();
    if (pictures.isEmpty() && shards.isEmpty()) {
      throw new TaskException(
          ExitCode.SOURCE_MISSING,
          "There is no picture (%s) and no tar shard under %s, only %d other files"
              .formatted(String.join(", ", ImagePaths.EXTENSIONS), source.location(), all.size()));
    }
    if (!pictures.isEmpty() && !shards.isEmpty()) {
      LOG.warn(
          "{} has pictures and tar files; the {} tar files, such as {}, are left out",
          source.location(),
          shards.size(),
          shards.get(0).key());
    }
    return pictures.isEmpty() ? shards : pictures;
  }

  private static Scan scan(ArtifactStore source, Info listed) throws IOException {
    var info = listed;
    for (int attempt = 1; ; attempt++) {
      var counting = new CountingStream(source.open(info.key()));
      try (counting) {
        var pictures =
            TarShards.isShard(info.key())
                ? TarShards.scan(counting, source.location() + "/" + info.key())
                : List.of(new Scan.Picture(info.key(), 0, info.size(), Digests.sha256(counting)));
        if (counting.count() == info.size()) {
          return new Scan(Seen.of(info), pictures);
        }
      }
      if (attempt == 2) {
        throw new TaskException(
            ExitCode.TEMPORARY,
            source.location() + "/" + info.key() + " changes while it is read: try again later");
      }
      info = source.head(info.key()).orElse(info);
    }
  }

  private static Catalog assemble(ArtifactStore source, Iterable<Scan> scans) {
    var entries = new HashMap<String, Catalog.Entry>();
    for (var scan : scans) {
      var shard = TarShards.isShard(scan.object().key()) ? scan.object().key() : "";
      for (var picture : scan.pictures()) {
        var entry =
            new Catalog.Entry(
                "", picture.path(), picture.size(), picture.sha256(), shard, picture.offset());
        var other = entries.putIfAbsent(picture.path(), entry);
        if (other != null) {
          throw new TaskException(
              ExitCode.BAD_INPUT,
              "%s: %s and %s both have a picture named %s; names must be unique in a source"
                  .formatted(source.location(), other.object(), shard, picture.path()));
        }
      }
    }
    if (entries.isEmpty()) {
      throw new TaskException(
          ExitCode.SOURCE_MISSING,
          "There is no picture in the tar files under " + source.location());
    }
    return Catalog.of(named(entries));
  }

  private static List<Catalog.Entry> named(Map<String, Catalog.Entry> entries) {
    var ids = ImagePaths.ids(entries.keySet());
    var named = new ArrayList<Catalog.Entry>(entries.size());
    for (var entry : entries.values()) {
      named.add(
          new Catalog.Entry(
              ids.get(entry.path()),
              entry.path(),
              entry.size(),
              entry.sha256(),
              entry.shard(),
              entry.offset()));
    }
    return named;
  }
}
