package dev.facsimile.worker.synthesize.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Unhinted outlines of a TrueType font (ISO/IEC 14496-22): tables head, hhea, hmtx, cmap (format
 * 4), loca and glyf. Characters map to glyphs one by one; there is no shaping, as in Pillow's basic
 * layout. For bundled fonts, whose tables are trusted.
 */
final class TrueTypeFont {
  private static final int MAX_NESTING = 8;
  private static final int CURVE_SEGMENTS = 6;

  private final ByteBuffer data;
  private final Map<String, Integer> tables = new HashMap<>();
  private final double unitsPerEm;
  private final boolean longOffsets;
  private final int advances;
  private final int cmap;

  /** Reads the directory of a font file. */
  TrueTypeFont(byte[] file) {
    this.data = ByteBuffer.wrap(file);
    int count = unsigned(4);
    for (int i = 0; i < count; i++) {
      int entry = 12 + 16 * i;
      var tag = new String(file, entry, 4, StandardCharsets.US_ASCII);
      tables.put(tag, data.getInt(entry + 8));
    }
    this.unitsPerEm = unsigned(table("head") + 18);
    this.longOffsets = unsigned(table("head") + 50) == 1;
    this.advances = unsigned(table("hhea") + 34);
    this.cmap = segmentMap();
  }

  /** Distance from the top of a line to its baseline, in ems. */
  double ascender() {
    return data.getShort(table("hhea") + 4) / unitsPerEm;
  }

  /** Distance from the baseline to the bottom of a line, in ems. */
  double descender() {
    return -data.getShort(table("hhea") + 6) / unitsPerEm;
  }

  /** Every character that has a glyph, in order. */
  List<Integer> characters() {
    var characters = new ArrayList<Integer>();
    for (int c = 0; c < 0xFFFF; c++) {
      if (glyph(c) != 0) {
        characters.add(c);
      }
    }
    return characters;
  }

  /** Number of the character's glyph; 0 when there is none. */
  int glyph(int character) {
    int segments = unsigned(cmap + 6) / 2;
    int ends = cmap + 14;
    int starts = ends + 2 * segments + 2;
    int deltas = starts + 2 * segments;
    int offsets = deltas + 2 * segments;
    for (int s = 0; s < segments; s++) {
      if (character <= unsigned(ends + 2 * s)) {
        int start = unsigned(starts + 2 * s);
        if (character < start) {
          return 0;
        }
        int delta = unsigned(deltas + 2 * s);
        int offset = unsigned(offsets + 2 * s);
        if (offset == 0) {
          return (character + delta) & 0xFFFF;
        }
        int glyph = unsigned(offsets + 2 * s + offset + 2 * (character - start));
        return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
      }
    }
    return 0;
  }

  /** How far a glyph moves the pen, in ems. */
  double advance(int glyph) {
    return unsigned(table("hmtx") + 4 * Math.min(glyph, advances - 1)) / unitsPerEm;
  }

  /** Adds a glyph's outline with the pen at (x, y), y growing downwards, at a size in pixels. */
  void trace(int glyph, double sizePx, double x, double y, Coverage canvas) {
    double scale = sizePx / unitsPerEm;
    trace(glyph, new double[] {scale, 0, 0, -scale, x, y}, canvas, 0);
  }

  private void trace(int glyph, double[] matrix, Coverage canvas, int nesting) {
    int start = table("glyf") + offset(glyph);
    if (offset(glyph) == offset(glyph + 1) || nesting > MAX_NESTING) {
      return;
    }
    int contours = data.getShort(start);
    if (contours >= 0) {
      traceContours(start + 10, contours, matrix, canvas);
    } else {
      traceParts(start + 10, matrix, canvas, nesting);
    }
  }

  private void traceContours(int at, int contours, double[] matrix, Coverage canvas) {
    if (contours == 0) {
      return;
    }
    int points = unsigned(at + 2 * (contours - 1)) + 1;
    int position = at + 2 * contours;
    position += 2 + unsigned(position);
    var flags = new int[points];
    for (int i = 0; i < points; ) {
      int flag = data.get(position++) & 255;
      int repeats = (flag & 8) != 0 ? data.get(position++) & 255 : 0;
      for (int r = 0; r <= repeats; r++) {
        flags[i++] = flag;
      }
    }
    var xs = new int[points];
    position = coordinates(flags, 2, 16, position, xs);
    var ys = new int[points];
    coordinates(flags, 4, 32, position, ys);
    var outline = new Outline(matrix, canvas);
    for (int c = 0, first = 0; c < contours; c++) {
      int last = unsigned(at + 2 * c);
      outline.contour(flags, xs, ys, first, last);
      first = last + 1;
    }
  }

  private int coordinates(int[] flags, int shortBit, int sameBit, int position, int[] values) {
    int value = 0;
    for (int i = 0; i < flags.length; i++) {
      boolean same = (flags[i] & sameBit) != 0;
      if ((flags[i] & shortBit) != 0) {
        int step = data.get(position++) & 255;
        value += same ? step : -step;
      } else if (!same) {
        value += data.getShort(position);
        position += 2;
      }
      values[i] = value;
    }
    return position;
  }

  /** A glyph put together from others, each moved and perhaps scaled. */
  private void traceParts(int at, double[] m, Coverage canvas, int nesting) {
    int flags;
    int position = at;
    do {
      flags = unsigned(position);
      int part = unsigned(position + 2);
      position += 4;
      boolean words = (flags & 1) != 0;
      double dx = words ? data.getShort(position) : data.get(position);
      double dy = words ? data.getShort(position + 2) : data.get(position + 1);
      position += words ? 4 : 2;
      double a = 1;
      double b = 0;
      double c = 0;
      double d = 1;
      if ((flags & 0x8) != 0) {
        a = d = fixed(position);
        position += 2;
      } else if ((flags & 0x40) != 0) {
        a = fixed(position);
        d = fixed(position + 2);
        position += 4;
      } else if ((flags & 0x80) != 0) {
        a = fixed(position);
        b = fixed(position + 2);
        c = fixed(position + 4);
        d = fixed(position + 6);
        position += 8;
      }
      var nested =
          new double[] {
            m[0] * a + m[1] * b,
            m[0] * c + m[1] * d,
            m[2] * a + m[3] * b,
            m[2] * c + m[3] * d,
            m[0] * dx + m[1] * dy + m[4],
            m[2] * dx + m[3] * dy + m[5]
          };
      trace(part, nested, canvas, nesting + 1);
    } while ((flags & 0x20) != 0);
  }

  private double fixed(int position) {
    return data.getShort(position) / 16384.0;
  }

  private int offset(int glyph) {
    int loca = table("loca");
    return longOffsets ? data.getInt(loca + 4 * glyph) : 2 * unsigned(loca + 2 * glyph);
  }

  private int segmentMap() {
    int start = table("cmap");
    int count = unsigned(start + 2);
    for (int i = 0; i < count; i++) {
      int subtable = start + data.getInt(start + 4 + 8 * i + 4);
      if (unsigned(subtable) == 4) {
        return subtable;
      }
    }
    throw new IllegalArgumentException("font has no character map of format 4");
  }

  private int table(String tag) {
    var offset = tables.get(tag);
    if (offset == null) {
      throw new IllegalArgumentException("font has no table " + tag);
    }
    return offset;
  }

  private int unsigned(int position) {
    return data.getShort(position) & 0xFFFF;
  }

  /** Turns contours of on-curve and control points into straight edges. */
  private record Outline(double[] matrix, Coverage canvas) {
    void contour(int[] flags, int[] xs, int[] ys, int first, int last) {
      int n = last - first + 1;
      if (n < 2) {
        return;
      }
      double[] start = point(flags, xs, ys, first, n, 0);
      double[] pen = start;
      for (int i = 0; i < n; i++) {
        int current = first + i;
        int next = first + (i + 1) % n;
        if ((flags[current] & 1) == 0) {
          double[] end = point(flags, xs, ys, first, n, i + 1);
          curve(pen, at(xs[current], ys[current]), end);
          pen = end;
        } else if ((flags[next] & 1) != 0) {
          double[] end = at(xs[next], ys[next]);
          canvas.line(pen[0], pen[1], end[0], end[1]);
          pen = end;
        }
      }
    }

    /** Where the curve is on reaching a point: itself, or half-way between two control points. */
    private double[] point(int[] flags, int[] xs, int[] ys, int first, int n, int i) {
      int current = first + i % n;
      if ((flags[current] & 1) != 0) {
        return at(xs[current], ys[current]);
      }
      int previous = first + (i + n - 1) % n;
      if ((flags[previous] & 1) != 0) {
        return at(xs[previous], ys[previous]);
      }
      return at((xs[previous] + xs[current]) / 2.0, (ys[previous] + ys[current]) / 2.0);
    }

    private void curve(double[] from, double[] control, double[] to) {
      double x = from[0];
      double y = from[1];
      for (int s = 1; s <= CURVE_SEGMENTS; s++) {
        double t = (double) s / CURVE_SEGMENTS;
        double u = 1 - t;
        double nextX = u * u * from[0] + 2 * u * t * control[0] + t * t * to[0];
        double nextY = u * u * from[1] + 2 * u * t * control[1] + t * t * to[1];
        canvas.line(x, y, nextX, nextY);
        x = nextX;
        y = nextY;
      }
    }

    private double[] at(double x, double y) {
      return new double[] {
        matrix[0] * x + matrix[1] * y + matrix[4], matrix[2] * x + matrix[3] * y + matrix[5]
      };
    }
  }
}
