package dev.facsimile.worker.image.codec;

/**
 * What the markers of a JPEG file say. Reading them to the end, before any decoding, finds
 * incomplete files and bombs whatever decoder follows.
 *
 * @param components 1 (grey), 3 (YCbCr or RGB) or 4 (YCCK or CMYK)
 * @param transformed whether luma and chroma are stored instead of colours, by libjpeg's rules
 */
record JpegHeader(int width, int height, int components, boolean transformed) {
  private static final int MAX_SCANS = 500;
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;
  private static final int TEM = 0x01;

  /** Reads all markers up to the end of the picture. */
  static JpegHeader read(byte[] file) throws RejectedImageException {
    return new Markers(file).read();
  }

  private static final class Markers {
    private final byte[] file;
    private int at = 2;
    private int scans;
    private boolean jfif;
    private int adobeTransform = -1;
    private int frame = -1;

    Markers(byte[] file) {
      this.file = file;
    }

    JpegHeader read() throws RejectedImageException {
      for (int marker = next(); marker != EOI; marker = next()) {
        if (marker == TEM || marker >= 0xD0 && marker <= SOI) {
          continue;
        }
        int length = unsigned(at) << 8 | unsigned(at + 1);
        if (length < 2) {
          throw new RejectedImageException("damaged JPEG: a marker segment of length " + length);
        }
        if (at + length > file.length) {
          throw truncated();
        }
        segment(marker, length);
        at += length;
        if (marker == SOS && ++scans > MAX_SCANS) {
          throw new RejectedImageException("JPEG with more than " + MAX_SCANS + " scans");
        }
      }
      if (frame < 0 || scans == 0) {
        throw new RejectedImageException("damaged JPEG: no picture before its end");
      }
      return header();
    }

    /** The next marker's code; entropy-coded data and stray bytes before it are skipped. */
    private int next() throws RejectedImageException {
      while (true) {
        while (at < file.length && file[at] != (byte) 0xFF) {
          at++;
        }
        while (at < file.length && file[at] == (byte) 0xFF) {
          at++;
        }
        if (at >= file.length) {
          throw truncated();
        }
        int marker = file[at++] & 255;
        if (marker != 0) {
          return marker;
        }
      }
    }

    private void segment(int marker, int length) throws RejectedImageException {
      boolean startOfFrame =
          marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
      if (startOfFrame && frame < 0) {
        if (length < 8 || length < 8 + 3 * unsigned(at + 7)) {
          throw new RejectedImageException("damaged JPEG: frame header too short");
        }
        frame = at;
      } else if (marker == APP0 && length >= 16 && startsWith("JFIF\0")) {
        jfif = true;
      } else if (marker == APP14 && length >= 14 && startsWith("Adobe")) {
        adobeTransform = unsigned(at + 13);
      }
    }

    private JpegHeader header() throws RejectedImageException {
      int precision = unsigned(frame + 2);
      int height = unsigned(frame + 3) << 8 | unsigned(frame + 4);
      int width = unsigned(frame + 5) << 8 | unsigned(frame + 6);
      int components = unsigned(frame + 7);
      ImageDecoder.checkSize(width, height);
      if (precision != 8) {
        throw new RejectedImageException("JPEG with " + precision + " bits per sample");
      }
      return switch (components) {
        case 1 -> new JpegHeader(width, height, 1, false);
        case 3 -> new JpegHeader(width, height, 3, lumaAndChroma());
        case 4 -> new JpegHeader(width, height, 4, adobeTransform > 0);
        default -> throw new RejectedImageException("JPEG with " + components + " components");
      };
    }

    private boolean lumaAndChroma() throws RejectedImageException {
      if (jfif) {
        return true;
      }
      if (adobeTransform >= 0) {
        return adobeTransform != 0;
      }
      return !(unsigned(frame + 8) == 'R'
          && unsigned(frame + 11) == 'G'
          && unsigned(frame + 14) == 'B');
    }

    private boolean startsWith(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (file[at + 2 + i] != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private int unsigned(int position) throws RejectedImageException {
      if (position >= file.length) {
        throw truncated();
      }
      return file[position] & 255;
    }

    private static RejectedImageException truncated() {
      return new RejectedImageException("truncated JPEG: the file ends before the picture does");
    }
  }
}
