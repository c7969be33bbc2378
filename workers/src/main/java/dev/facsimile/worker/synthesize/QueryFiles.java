package dev.facsimile.worker.synthesize;

import dev.facsimile.pipeline.artifact.Digests;
import dev.facsimile.pipeline.csv.CsvWriter;
import dev.facsimile.worker.stage.ImageCollection;
import dev.facsimile.worker.stage.ImageCollection.Entry;
import dev.facsimile.worker.stage.StageOutput;
import dev.facsimile.worker.synthesize.recipe.Augmented;
import dev.facsimile.worker.synthesize.recipe.Box;
import dev.facsimile.worker.synthesize.recipe.Edit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The files of a challenge, written query by query. */
final class QueryFiles implements AutoCloseable {
  private final TarShard tar;
  private final CsvWriter index;
  private final CsvWriter truth;
  private final CsvWriter editNames;
  private final JsonLines edits;
  private final Map<String, List<String>> referencesByDigest = new HashMap<>();

  /** A line of {@code edits.jsonl}; the original is a reference or a distractor. */
  private record QueryEdits(
      String query, String kind, String original, List<Edit> edits, List<Box> boxes) {}

  /** Starts the files. */
  QueryFiles(StageOutput output, ImageCollection references) throws IOException {
    for (var reference : references.entries()) {
      referencesByDigest
          .computeIfAbsent(reference.sha256(), unseen -> new ArrayList<>())
          .add(reference.id());
    }
    tar = new TarShard(output.create("queries.tar"));
    index = new CsvWriter(output.create("index.csv"), "id", "path", "offset", "length", "sha256");
    truth = new CsvWriter(output.create("ground_truth.csv"), "query_id", "reference_id");
    editNames = new CsvWriter(output.create("edits.csv"), "query_id", "edit");
    edits = new JsonLines(output.create("edits.jsonl"));
  }

  /** Appends a query. */
  void add(QueryPlan plan, Entry original, Augmented augmented, byte[] file) throws IOException {
    var id = plan.id();
    var path = id + ".jpg";
    long offset = tar.add(path, file);
    index.row(id, path, offset, file.length, Digests.sha256(file));
    if (plan.isCopy()) {
      for (var reference : referencesByDigest.get(original.sha256())) {
        truth.row(id, reference);
      }
    } else {
      truth.row(id, "");
    }
    var names = new TreeSet<String>();
    augmented.edits().forEach(edit -> names.add(edit.name()));
    for (var name : names) {
      editNames.row(id, name);
    }
    edits.add(new QueryEdits(id, plan.kind(), original.id(), augmented.edits(), augmented.boxes()));
  }

  @Override
  public void close() throws IOException {
    try (tar;
        index;
        truth;
        editNames;
        edits) {}
  }
}
