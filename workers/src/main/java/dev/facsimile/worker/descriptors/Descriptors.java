package dev.facsimile.worker.descriptors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The vectors of pictures with the pictures' ids: (n, d), in the order of the file they came from.
 * Ids are unique and components finite. Never changed after construction.
 */
public final class Descriptors {
  private final List<String> ids;
  private final float[] vectors;
  private final int dimensions;

  private Descriptors(List<String> ids, float[] vectors, int dimensions) {
    this.ids = ids;
    this.vectors = vectors;
    this.dimensions = dimensions;
  }

  /**
   * Descriptors over an array that the caller hands over.
   *
   * @param vectors n * d components, row by row
   * @param dimensions d, at least 1 (also without rows)
   * @throws IllegalArgumentException when sizes differ, an id occurs twice, or a component is NaN
   *     or infinite; the message names the id
   */
  public static Descriptors of(List<String> ids, float[] vectors, int dimensions) {
    if (dimensions < 1 || (long) ids.size() * dimensions != vectors.length) {
      throw new IllegalArgumentException(
          ids.size()
              + " ids, "
              + dimensions
              + " dimensions, but "
              + vectors.length
              + " components");
    }
    var copy = List.copyOf(ids);
    var seen = new HashSet<String>(copy.size() * 2);
    for (var id : copy) {
      if (!seen.add(id)) {
        throw new IllegalArgumentException("image id \"" + id + "\" occurs twice");
      }
    }
    for (int i = 0; i < vectors.length; i++) {
      if (!Float.isFinite(vectors[i])) {
        throw new IllegalArgumentException(
            "the vector of \"" + copy.get(i / dimensions) + "\" holds " + vectors[i]);
      }
    }
    return new Descriptors(copy, vectors, dimensions);
  }

  /** Descriptors of one vector per id, all of {@code dimensions} components. */
  public static Descriptors of(List<String> ids, float[][] rows, int dimensions) {
    var vectors = new float[components(rows.length, dimensions)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != dimensions) {
        throw new IllegalArgumentException(
            "vector " + i + " has " + rows[i].length + " components instead of " + dimensions);
      }
      System.arraycopy(rows[i], 0, vectors, i * dimensions, dimensions);
    }
    return of(ids, vectors, dimensions);
  }

  /**
   * All rows of the parts, one part after the other.
   *
   * @throws IllegalArgumentException without parts, when dimensions differ or an id occurs twice
   */
  public static Descriptors concat(List<Descriptors> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("no descriptors at all");
    }
    int dimensions = parts.get(0).dimensions;
    var ids = new ArrayList<String>();
    for (var part : parts) {
      if (part.dimensions != dimensions) {
        throw new IllegalArgumentException(
            "vectors of " + dimensions + " and of " + part.dimensions + " dimensions");
      }
      ids.addAll(part.ids);
    }
    var vectors = new float[components(ids.size(), dimensions)];
    int end = 0;
    for (var part : parts) {
      System.arraycopy(part.vectors, 0, vectors, end, part.vectors.length);
      end += part.vectors.length;
    }
    return of(ids, vectors, dimensions);
  }

  /**
   * The same ids with other vectors.
   *
   * @param vectors n * d components, handed over
   * @throws IllegalArgumentException as {@link #of(List, float[], int)}
   */
  public Descriptors withVectors(float[] vectors, int dimensions) {
    return of(ids, vectors, dimensions);
  }

  /** Components of n vectors, if an array can hold them. */
  static int components(long rows, long dimensions) {
    if (rows * dimensions > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          rows + " vectors of " + dimensions + " dimensions are more than one search can hold");
    }
    return (int) (rows * dimensions);
  }

  /** Number of vectors, n. */
  public int size() {
    return ids.size();
  }

  /** Components of each vector, d. */
  public int dimensions() {
    return dimensions;
  }

  /** The ids, in the order of the rows. */
  public List<String> ids() {
    return ids;
  }

  /** The id of a row. */
  public String id(int row) {
    return ids.get(row);
  }

  /** All components, row by row: the array itself, which must not be written. */
  public float[] vectors() {
    return vectors;
  }

  /** A copy of one row, of d components. */
  public float[] vector(int row) {
    var vector = new float[dimensions];
    System.arraycopy(vectors, row * dimensions, vector, 0, dimensions);
    return vector;
  }

  /** The row numbers in the natural order of their ids. */
  public int[] rowsById() {
    return IntStream.range(0, ids.size())
        .boxed()
        .sorted(Comparator.comparing(ids::get))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
