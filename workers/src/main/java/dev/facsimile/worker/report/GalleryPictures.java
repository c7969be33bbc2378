package dev.facsimile.worker.report;

import dev.facsimile.worker.report.GallerySelection.Choice;
import dev.facsimile.worker.report.RunReport.Card;
import dev.facsimile.worker.report.RunReport.Picture;
import dev.facsimile.worker.stage.ImageCollection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts pictures and edits to the chosen queries; each picture is decoded once. */
final class GalleryPictures {
  private final Shelf queries;
  private final Shelf references;
  private final Map<String, List<String>> editsByQuery = new HashMap<>();

  /**
   * The pictures of an evaluation.
   *
   * @param queries empty when only their descriptors were given
   * @param references empty likewise
   * @param edits edit -> queries that it was applied to
   */
  GalleryPictures(
      Optional<ImageCollection> queries,
      Optional<ImageCollection> references,
      Map<String, Set<String>> edits) {
    this.queries = new Shelf(queries);
    this.references = new Shelf(references);
    edits.forEach(
        (edit, ofEdit) ->
            ofEdit.forEach(
                query -> editsByQuery.computeIfAbsent(query, q -> new ArrayList<>()).add(edit)));
  }

  /** A card for each choice. */
  List<Card> cards(List<Choice> choices) throws IOException {
    var cards = new ArrayList<Card>();
    for (var choice : choices) {
      cards.add(
          new Card(
              queries.picture(choice.query()),
              editsByQuery.getOrDefault(choice.query(), List.of()),
              references.picture(choice.source()),
              choice.sourceScore(),
              choice.sourcePlace(),
              references.picture(choice.found()),
              choice.foundScore()));
    }
    return cards;
  }

  private static final class Shelf {
    private final ImageCollection collection;
    private final Map<String, ImageCollection.Entry> entries = new HashMap<>();
    private final Map<String, Picture> pictures = new HashMap<>();

    Shelf(Optional<ImageCollection> collection) {
      this.collection = collection.orElse(null);
      collection.ifPresent(some -> some.entries().forEach(e -> entries.put(e.id(), e)));
    }

    Picture picture(String id) throws IOException {
      if (id == null) {
        return null;
      }
      var known = pictures.get(id);
      if (known == null) {
        var entry = entries.get(id);
        var uri = entry == null ? null : Thumbnail.dataUri(collection.read(entry)).orElse(null);
        known = new Picture(id, uri);
        pictures.put(id, known);
      }
      return known;
    }
  }
}
