package dev.facsimile.worker.bench;

import java.util.List;

/**
 * Sizes of the measured work.
 *
 * @param pictures sizes of the generated pictures, the largest first
 * @param network the network that is trained and describes
 * @param search the search
 * @param objects what is stored
 * @param cores threads of what runs on all cores
 */
public record BenchSettings(
    List<Size> pictures, Network network, SearchSize search, Objects objects, int cores) {
  /** Keeps an own copy of the list. */
  public BenchSettings {
    pictures = List.copyOf(pictures);
  }

  /** Width and height in pixels. */
  public record Size(int width, int height) {
    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  /**
   * Size of the network and its batches.
   *
   * @param width channels of its first stage; 64 is the reference
   * @param scalesPx sides of the inputs when it describes
   * @param batchSize pictures that it describes at a time
   * @param sizePx side of the inputs when it is trained, and of augmented views
   * @param idsPerBatch images in a training batch, P
   * @param viewsPerId views of each, K
   */
  public record Network(
      int width,
      List<Integer> scalesPx,
      int batchSize,
      int sizePx,
      int idsPerBatch,
      int viewsPerId) {
    /** Keeps an own copy of the list. */
    public Network {
      scalesPx = List.copyOf(scalesPx);
    }
  }

  /**
   * Size of a search.
   *
   * @param queries number of queries
   * @param references number of vectors that are searched
   * @param dimensions components of each
   * @param k neighbours found of each query
   */
  public record SearchSize(int queries, int references, int dimensions, int k) {}

  /**
   * What is written and read.
   *
   * @param largeBytes size of the large object
   * @param smallCount number of small objects
   * @param smallBytes size of each
   */
  public record Objects(int largeBytes, int smallCount, int smallBytes) {}
}
