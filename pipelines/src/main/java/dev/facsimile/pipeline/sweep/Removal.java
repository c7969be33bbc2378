package dev.facsimile.pipeline.sweep;

/**
 * Something that goes.
 *
 * @param why half a sentence
 */
public record Removal(Place place, String why, int objects, long bytes) {
  static Removal of(Item item, boolean finishedWork) {
    return new Removal(item.place(), why(item, finishedWork), item.objects(), item.bytes());
  }

  private static String why(Item item, boolean finishedWork) {
    return switch (item.place().kind()) {
      case RUN -> item.headed() ? "newer runs are kept" : "has no record";
      case LISTING -> "no run of its pipeline is kept";
      case ARTIFACT, SHARE ->
          item.headed() ? "no kept run or release names it" : "was never finished";
      case WORK -> finishedWork ? "its artifact is there" : "no kept run pins it";
      case TASK -> "no kept run pins it";
      case KNOWN -> "no run is kept";
    };
  }
}
