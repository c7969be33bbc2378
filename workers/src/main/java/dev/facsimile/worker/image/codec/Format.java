package dev.facsimile.worker.image.codec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The picture formats that are read, told by the first bytes of a file. */
enum Format {
  JPEG("\u00ff\u00d8\u00ff"),
  PNG("\u0089PNG\r\n\u001a\n"),
  GIF("GIF8"),
  WEBP("RIFF"),
  BMP("BM"),
  TIFF("II*\0"),
  BIG_ENDIAN_TIFF("MM\0*");

  private static final int WEBP_NAME = 8;
  private final byte[] magic;

  Format(String magic) {
    this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Format of(byte[] file) throws RejectedImageException {
    if (file.length == 0) {
      throw new RejectedImageException("the file is empty");
    }
    for (var format : values()) {
      if (has(file, 0, format.magic)
          && (format != WEBP
              || has(file, WEBP_NAME, "WEBP".getBytes(StandardCharsets.ISO_8859_1)))) {
        return format;
      }
    }
    throw new RejectedImageException(
        "not a picture in a known format (JPEG, PNG, GIF, WebP, BMP, TIFF)");
  }

  /** The name by which ImageIO finds a reader. */
  String imageIoName() {
    return this == BIG_ENDIAN_TIFF ? "tiff" : name().toLowerCase(Locale.ROOT);
  }

  private static boolean has(byte[] file, int at, byte[] bytes) {
    if (file.length < at + bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (file[at + i] != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
