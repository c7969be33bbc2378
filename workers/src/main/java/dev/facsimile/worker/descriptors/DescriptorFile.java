package dev.facsimile.worker.descriptors;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.stage.StageInputs;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.FloatingPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Descriptors as HDF5: {@code vectors}, float32 (n, d), and {@code image_names}, strings (n). A
 * file that Facsimile wrote says so ({@code producer}) and holds ids as they are; in any other file
 * the names are those of picture files, and lose directories and a final .jpg or .png, as the
 * contest's readers do.
 */
public final class DescriptorFile {
  /** Name of the object that holds an artifact's descriptors. */
  public static final String OBJECT = "descriptors.hdf5";

  private static final String VECTORS = "vectors";
  private static final String NAMES = "image_names";
  private static final String PRODUCER = "producer";
  private static final String FACSIMILE = "facsimile";
  private static final int SLICE_ROWS = 4096;

  private DescriptorFile() {}

  /**
   * Everything behind a role: all shares of a descriptors artifact, or a file from outside.
   *
   * @throws TaskException (65) as {@link #read(Path)}, or when shares do not fit together
   */
  public static Descriptors read(StageInputs inputs, String role) throws IOException {
    if (inputs.isFile(role)) {
      return read(inputs.file(role), role);
    }
    var parts = new ArrayList<Descriptors>();
    for (var share : inputs.artifact(role).shares()) {
      parts.add(read(share.fetch(OBJECT), role));
    }
    try {
      return Descriptors.concat(parts);
    } catch (IllegalArgumentException e) {
      throw new TaskException(ExitCode.BAD_INPUT, role + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws TaskException (65) when it is no HDF5 file, lacks a dataset, names a picture twice or
   *     holds a component that is not finite
   */
  public static Descriptors read(Path file) {
    return read(file, "descriptors");
  }

  private static Descriptors read(Path file, String role) {
    var where = role + ": " + file.getFileName();
    try (var hdf = new HdfFile(file)) {
      var vectors = dataset(hdf, VECTORS, 2, where);
      var names = dataset(hdf, NAMES, 1, where);
      int dimensions = vectors.getDimensions()[1];
      var components = components(vectors, where);
      var texts = texts(names, where);
      boolean plain =
          hdf.getAttribute(PRODUCER) != null
              && FACSIMILE.equals(hdf.getAttribute(PRODUCER).getData());
      var ids = Arrays.stream(texts).map(name -> plain ? name : idOf(name)).toList();
      return Descriptors.of(ids, components, dimensions);
    } catch (HdfException | IllegalArgumentException e) {
      throw bad(
          where
              + ": "
              + e.getMessage()
              + "; expected an HDF5 file with "
              + VECTORS
              + " (float32, n x d) and "
              + NAMES
              + " (n)",
          e);
    }
  }

  /**
   * Writes a new file; equal descriptors give equal bytes.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one already
   */
  public static void write(Path file, Descriptors descriptors) throws IOException {
    Hdf5Writer.write(
        file,
        PRODUCER,
        FACSIMILE,
        List.of(Hdf5Writer.strings(NAMES, descriptors.ids()), rows(VECTORS, descriptors, null)));
  }

  /**
   * Writes the contest's submission: {@code query}, {@code reference}, {@code query_ids} and {@code
   * reference_ids}, rows sorted by id.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one already
   */
  public static void writeSubmission(Path file, Descriptors queries, Descriptors references)
      throws IOException {
    var queryRows = queries.rowsById();
    var referenceRows = references.rowsById();
    Hdf5Writer.write(
        file,
        PRODUCER,
        FACSIMILE,
        List.of(
            rows("query", queries, queryRows),
            rows("reference", references, referenceRows),
            Hdf5Writer.strings("query_ids", ids(queries, queryRows)),
            Hdf5Writer.strings("reference_ids", ids(references, referenceRows))));
  }

  /** The id that a name from outside stands for. */
  static String idOf(String name) {
    var file = name.substring(name.lastIndexOf('/') + 1);
    return file.endsWith(".jpg") || file.endsWith(".png")
        ? file.substring(0, file.length() - 4)
        : file;
  }

  private static List<String> ids(Descriptors descriptors, int[] rows) {
    return Arrays.stream(rows).mapToObj(descriptors::id).toList();
  }

  private static Hdf5Writer.Dataset rows(String name, Descriptors descriptors, int[] order) {
    int dimensions = descriptors.dimensions();
    return Hdf5Writer.floats(
        name,
        descriptors.size(),
        dimensions,
        (row, target) ->
            target.put(
                descriptors.vectors(),
                (order == null ? row : order[row]) * dimensions,
                dimensions));
  }

  private static Dataset dataset(HdfFile file, String name, int rank, String where) {
    if (!(file.getChild(name) instanceof Dataset dataset)) {
      throw bad(
          where
              + ": no dataset \""
              + name
              + "\", only "
              + new TreeSet<>(file.getChildren().keySet())
              + "; rename it or extract the descriptors again",
          null);
    }
    if (dataset.getDimensions().length != rank) {
      throw bad(
          where
              + ": dataset \""
              + name
              + "\" has "
              + dataset.getDimensions().length
              + " axes instead of "
              + rank,
          null);
    }
    return dataset;
  }

  private static String[] texts(Dataset names, String where) {
    if (names.getDimensions()[0] == 0) {
      return new String[0];
    }
    if (names.getData() instanceof String[] texts) {
      return texts;
    }
    throw bad(where + ": dataset \"" + NAMES + "\" holds no strings", null);
  }

  private static float[] components(Dataset vectors, String where) {
    var extent = vectors.getDimensionsAsLong();
    if (!(vectors.getDataType() instanceof FloatingPoint type)) {
      throw bad(where + ": dataset \"" + VECTORS + "\" holds no floating-point numbers", null);
    }
    int size = Descriptors.components(extent[0], extent[1]);
    if (size > 0
        && vectors instanceof ContiguousDataset contiguous
        && type.getJavaType() == float.class
        && (long) size * Float.BYTES < Integer.MAX_VALUE) {
      if (contiguous.getDataAddress() + (long) size * Float.BYTES > vectors.getHdfFile().size()) {
        throw bad(where + ": the file ends within \"" + VECTORS + "\"; copy it again", null);
      }
      var buffer = contiguous.getBuffer().order(type.getByteOrder()).asFloatBuffer();
      var components = new float[size];
      buffer.get(components);
      return components;
    }
    var components = new float[size];
    int dimensions = (int) extent[1];
    for (int from = 0; from < extent[0]; from += SLICE_ROWS) {
      int rows = (int) Math.min(SLICE_ROWS, extent[0] - from);
      copy(
          vectors.getData(new long[] {from, 0}, new int[] {rows, dimensions}),
          components,
          from * dimensions);
    }
    return components;
  }

  private static void copy(Object slice, float[] components, int to) {
    if (slice instanceof float[][] rows) {
      for (var row : rows) {
        System.arraycopy(row, 0, components, to, row.length);
        to += row.length;
      }
    } else if (slice instanceof double[][] rows) {
      for (var row : rows) {
        for (double component : row) {
          components[to++] = (float) component;
        }
      }
    } else {
      throw new IllegalArgumentException("numbers of an unknown type");
    }
  }

  private static TaskException bad(String message, Throwable cause) {
    return new TaskException(ExitCode.BAD_INPUT, message, cause);
  }
}
