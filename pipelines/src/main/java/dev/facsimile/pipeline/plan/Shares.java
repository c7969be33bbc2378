package dev.facsimile.pipeline.plan;

import dev.facsimile.pipeline.schema.CanonicalJson;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a list of pictures into shares so that a change of the list changes few shares.
 *
 * <p>The list is cut after each id whose hash is the smallest among the ids at most half an average
 * share away on either side (local-minimum chunking after Bjorner, Blass and Gurevich,
 * "Content-dependent chunking for differential compression, the local maximum approach", 2010).
 * Whether an id is a cut depends on its neighbourhood alone, unlike with cuts that skip a minimum
 * and force a maximum, where one change can shift all that follow. A share has at least half the
 * average (unless the whole list is shorter) and one above four times the average, which is rare,
 * is cut again at the smallest hash of its middle half.
 *
 * <p>Bound: one added or removed id makes at most three shares that were not there before, and
 * nearly always exactly one. (A new cut or a lost cut lies within half an average of the change,
 * where there is room for two cuts.) A share above the maximum may add the parts it is cut into.
 */
public final class Shares {
  private static final int MAXIMUM = 4;

  private Shares() {}

  /** The part of a list from one index to before another. */
  public record Span(int from, int to) {
    /** How many it has. */
    public int size() {
      return to - from;
    }
  }

  /** What of a picture identifies it in a share. */
  public record Member(String id, long size, String sha256) {}

  /**
   * Cuts a list.
   *
   * @param ids ids of the pictures, all different, in the catalog's order
   * @param averageSize average number of pictures in a share, at least 1
   * @return the shares in order, together the whole list; none when the list is empty
   */
  public static List<Span> cut(List<String> ids, int averageSize) {
    if (averageSize < 1) {
      throw new IllegalArgumentException("average size " + averageSize);
    }
    var hashes = new long[ids.size()];
    for (var i = 0; i < hashes.length; i++) {
      hashes[i] = Long.parseUnsignedLong(CanonicalJson.sha256(ids.get(i)).substring(0, 16), 16);
    }
    var spans = new ArrayList<Span>();
    var window = (averageSize - 1) / 2;
    var start = 0;
    for (var i = window; i < hashes.length - 1 - window; i++) {
      if (isCut(hashes, i, window)) {
        addParts(hashes, new Span(start, i + 1), averageSize, spans);
        start = i + 1;
      }
    }
    if (start < hashes.length) {
      addParts(hashes, new Span(start, hashes.length), averageSize, spans);
    }
    return spans;
  }

  private static boolean isCut(long[] hashes, int index, int window) {
    for (var distance = 1; distance <= window; distance++) {
      if (isLess(hashes, index - distance, index) || isLess(hashes, index + distance, index)) {
        return false;
      }
    }
    return true;
  }

  /** Compares unsigned; equal hashes, which do not occur in practice, by position. */
  private static boolean isLess(long[] hashes, int first, int second) {
    var order = Long.compareUnsigned(hashes[first], hashes[second]);
    return order < 0 || order == 0 && first < second;
  }

  private static void addParts(long[] hashes, Span span, int averageSize, List<Span> spans) {
    if (span.size() <= (long) MAXIMUM * averageSize) {
      spans.add(span);
      return;
    }
    var lowest = span.from() + span.size() / 4;
    for (var i = lowest + 1; i < span.from() + span.size() / 4 * 3; i++) {
      if (isLess(hashes, i, lowest)) {
        lowest = i;
      }
    }
    addParts(hashes, new Span(span.from(), lowest + 1), averageSize, spans);
    addParts(hashes, new Span(lowest + 1, span.to()), averageSize, spans);
  }

  /** The content digest of a share: sha256 over the ids, sizes and digests of its members. */
  public static String digest(List<Member> members) {
    var text = new StringBuilder();
    for (var member : members) {
      text.append(member.sha256()).append(' ').append(member.size()).append(' ');
      text.append(member.id().length()).append(' ').append(member.id()).append('\n');
    }
    return CanonicalJson.sha256(text.toString());
  }
}
