package dev.facsimile.worker.train;

import dev.facsimile.pipeline.task.ExitCode;
import dev.facsimile.pipeline.task.TaskException;
import dev.facsimile.worker.model.Architecture;
import dev.facsimile.worker.model.StoredModel;
import dev.facsimile.worker.stage.StageInputs;
import dev.facsimile.worker.weights.DType;
import dev.facsimile.worker.weights.Safetensors;
import dev.facsimile.worker.weights.Tensor;
import dev.facsimile.worker.weights.Tensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights that training starts from. The backbone has to fit exactly; a head is taken when it is
 * whole and has the right sizes, and is drawn from the seed otherwise; classifiers belong to other
 * images and are left out.
 *
 * @param tensors what is taken
 * @param notes what was decided about each head, for the log
 */
record StartingWeights(Tensors tensors, List<String> notes) {
  static final String ROLE = "initialWeights";
  private static final int ROWS_SHOWN = 20;

  /**
   * Reads what stands behind the role: a safetensors file or a model; nothing when it is not given.
   *
   * @throws TaskException (78) with a table of the tensors that do not fit, (65) when the file is
   *     not well formed
   */
  static StartingWeights read(StageInputs inputs, Architecture architecture) throws IOException {
    if (!inputs.has(ROLE)) {
      return new StartingWeights(new Tensors("the seed", Map.of()), List.of());
    }
    return of(Safetensors.read(inputs.file(ROLE, StoredModel.WEIGHTS)), architecture);
  }

  /** Decides what is taken of given tensors. */
  static StartingWeights of(Tensors given, Architecture architecture) {
    var left = new LinkedHashMap<>(given.byName());
    left.keySet().removeIf(name -> name.startsWith("classifier"));
    var taken = new LinkedHashMap<String, Tensor>();
    var misfits = new ArrayList<String>();
    var headMisfits = new LinkedHashMap<String, String>();
    for (var entry : architecture.entries()) {
      if (entry.kind() == Architecture.Kind.CLASSIFIER) {
        continue;
      }
      var tensor = left.remove(entry.name());
      var misfit = misfit(entry, tensor);
      if (misfit == null) {
        taken.put(entry.name(), tensor);
      } else if (!part(entry.name()).equals("base")) {
        headMisfits.putIfAbsent(part(entry.name()), misfit);
      } else if (tensor != null || entry.kind() != Architecture.Kind.GEM_EXPONENT) {
        misfits.add(misfit);
      }
    }
    left.forEach((name, tensor) -> misfits.add("extra      " + name + " " + tensor));
    if (!misfits.isEmpty()) {
      throw new TaskException(ExitCode.BAD_CONFIGURATION, table(given, architecture, misfits));
    }
    taken.keySet().removeIf(name -> headMisfits.containsKey(part(name)));
    var notes = new ArrayList<String>();
    headMisfits.forEach((head, why) -> notes.add(head + " is drawn from the seed: " + why));
    return new StartingWeights(new Tensors(given.source(), taken), notes);
  }

  private static String misfit(Architecture.Entry entry, Tensor tensor) {
    if (tensor == null) {
      return "missing    " + entry.name() + " " + Arrays.toString(entry.shape());
    }
    boolean counter = entry.kind() == Architecture.Kind.BATCHES_TRACKED;
    boolean readable =
        switch (tensor.dtype()) {
          case F16, BF16, F32, F64 -> !counter;
          default -> counter && tensor.dtype() == DType.I64;
        };
    return readable && tensor.hasShape(entry.shape())
        ? null
        : "misshapen  %s %s instead of %s"
            .formatted(entry.name(), tensor, Arrays.toString(entry.shape()));
  }

  private static String part(String name) {
    return name.substring(0, Math.max(0, name.indexOf('.')));
  }

  private static String table(Tensors given, Architecture architecture, List<String> misfits) {
    var shown = misfits.subList(0, Math.min(ROWS_SHOWN, misfits.size()));
    return "%s: %s does not fit a network of width %d and depths %s:%n  %s%s%n%s"
        .formatted(
            ROLE,
            given.source(),
            architecture.spec().width(),
            architecture.spec().depths(),
            String.join(System.lineSeparator() + "  ", shown),
            misfits.size() > ROWS_SHOWN
                ? System.lineSeparator() + "  and " + (misfits.size() - ROWS_SHOWN) + " more"
                : "",
            "give weights of this network, or change the fields under network");
  }
}
