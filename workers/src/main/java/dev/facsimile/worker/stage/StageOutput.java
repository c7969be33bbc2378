package dev.facsimile.worker.stage;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a share of a stage puts its results; nothing is visible to anyone before the stage has
 * returned.
 */
public interface StageOutput {
  /**
   * A path to write an object of this name to (a plain file name with extension); each name once.
   */
  Path create(String name) throws IOException;

  /** Records how many of what, for example {@code images}. */
  void count(String what, long number);

  /** Records a fact that later stages check, for example {@code space}. */
  void attribute(String name, String value);

  /**
   * Records the kind of device whose arithmetic made the bytes; {@code java} unless told otherwise.
   */
  void device(String kind);

  /** Ephemeral space of this share, empty at the start and deleted at the end. */
  Path scratch() throws IOException;

  /** Unfinished work that outlives this process. */
  Checkpoints checkpoints();

  /** Who watches. */
  Progress progress();

  /**
   * Atomic snapshots of a directory under the work's own key: a reader sees a whole one or none.
   */
  interface Checkpoints {
    /** Stores the files of a directory as the checkpoint of a step; the last two are kept. */
    void save(long step, Path directory) throws IOException;

    /** Fetches the newest whole checkpoint into an empty directory; -1 when there is none. */
    long restoreLatest(Path directory) throws IOException;
  }

  /** Told what was done; calls are cheap and may come from several threads. */
  interface Progress {
    /** How much of the share is done, in units such as {@code images} or {@code steps}. */
    void at(long done, long total, String unit);

    /**
     * A figure worth showing or keeping beside the run, such as {@code loss} or {@code
     * imagesPerSecond}.
     */
    void figure(String name, double value);

    /**
     * The share is committed, its unfinished work is about to be removed: nothing more is reported,
     * and what reports were kept beside that work is complete when this returns.
     */
    default void committed() {}
  }
}
