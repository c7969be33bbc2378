package dev.facsimile.worker.image.codec;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import org.slf4j.LoggerFactory;

/**
 * libjpeg-turbo's TurboJPEG library, used where it is installed: about twice as fast as ImageIO.
 * Native names are those of {@code turbojpeg.h} 2.x.
 */
final class TurboJpeg {
  private static final int FORMAT_RGB = 0;
  private static final int FORMAT_CMYK = 11;
  private static final int LIMIT_SCANS = 32768;
  private static final int FATAL = 1;
  private static final boolean AVAILABLE = load();

  private TurboJpeg() {}

  private static boolean load() {
    for (var name : new String[] {"libturbojpeg.so.0", "turbojpeg"}) {
      try {
        Native.register(TurboJpeg.class, NativeLibrary.getInstance(name));
        return true;
      } catch (LinkageError | RuntimeException e) {
        LoggerFactory.getLogger(TurboJpeg.class)
            .debug("{} cannot be used, JPEG goes through ImageIO", name, e);
      }
    }
    return false;
  }

  static boolean available() {
    return AVAILABLE;
  }

  /** Interleaved red, green, blue of a grey, YCbCr or RGB file. */
  static byte[] rgb(byte[] file, int width, int height) throws RejectedImageException {
    return decompress(file, width, height, 3, FORMAT_RGB);
  }

  /** Interleaved samples of a YCCK or CMYK file, as inverted as the file has them. */
  static byte[] cmyk(byte[] file, int width, int height) throws RejectedImageException {
    return decompress(file, width, height, 4, FORMAT_CMYK);
  }

  private static byte[] decompress(byte[] file, int width, int height, int channels, int format)
      throws RejectedImageException {
    var samples = new byte[Math.multiplyExact(width * channels, height)];
    var handle = tjInitDecompress();
    if (handle == null) {
      throw new IllegalStateException("TurboJPEG cannot start: out of native memory");
    }
    try {
      int failed =
          tjDecompress2(
              handle,
              file,
              new NativeLong(file.length),
              samples,
              width,
              0,
              height,
              format,
              LIMIT_SCANS);
      if (failed != 0) {
        var message = tjGetErrorStr2(handle);
        if (tjGetErrorCode(handle) == FATAL || message.contains("Premature end of JPEG")) {
          throw new RejectedImageException("damaged JPEG: " + message);
        }
      }
      return samples;
    } finally {
      tjDestroy(handle);
    }
  }

  private static native Pointer tjInitDecompress();

  private static native int tjDecompress2(
      Pointer handle,
      byte[] jpeg,
      NativeLong size,
      byte[] samples,
      int width,
      int pitch,
      int height,
      int format,
      int flags);

  private static native int tjGetErrorCode(Pointer handle);

  private static native String tjGetErrorStr2(Pointer handle);

  private static native int tjDestroy(Pointer handle);
}
