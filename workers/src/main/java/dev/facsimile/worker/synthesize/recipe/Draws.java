package dev.facsimile.worker.synthesize.recipe;

import dev.facsimile.pipeline.spec.Range;
import dev.facsimile.worker.image.Pixels;
import dev.facsimile.worker.random.Philox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What one step draws; every draw is noted under its parameter's name. */
final class Draws {
  private final Philox random;
  private final OtherPictures pool;
  private final Map<String, Object> noted = new LinkedHashMap<>();

  Draws(Philox random, OtherPictures pool) {
    this.random = random;
    this.pool = pool;
  }

  /** For draws that are no single parameter. */
  Philox random() {
    return random;
  }

  /** Uniform in a range. */
  double uniform(String name, Range range) {
    return note(name, random.uniform(range.from(), range.to()));
  }

  /** A whole number of a range, ends included. */
  int whole(String name, Range range) {
    int from = (int) Math.rint(range.from());
    int to = (int) Math.rint(range.to());
    return note(name, from + random.below(Math.max(1, to - from + 1)));
  }

  /** A colour as red, green, blue: the given {@code #rrggbb}, or a random one when null. */
  int[] color(String name, String fixed) {
    int rgb = fixed == null ? random.nextInt() >>> 8 : Integer.parseInt(fixed.substring(1), 16);
    note(name, String.format(Locale.ROOT, "#%06x", rgb));
    return new int[] {rgb >> 16, (rgb >> 8) & 255, rgb & 255};
  }

  /** Characters drawn with replacement. */
  String text(String name, List<Integer> characters, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(characters.get(random.below(characters.size())));
    }
    return note(name, text.toString());
  }

  /** A picture of the pool. */
  Pixels other() {
    var other = pool.draw(random);
    note("other", other.id());
    return other.pixels();
  }

  /** Notes a value that follows from draws. */
  <T> T note(String name, T value) {
    noted.put(name, value);
    return value;
  }

  /** Every noted value by name. */
  Map<String, Object> noted() {
    return noted;
  }
}
