package dev.facsimile.worker.pod;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;

/** The last bytes that went to the screen, kept for those who cannot see it any more. */
public final class LogTail {
  private static final int BYTES = 64 << 10;

  private final byte[] ring;
  private long written;

  /** An empty tail. */
  LogTail(int capacity) {
    ring = new byte[capacity];
  }

  /** Keeps what this process prints from now on, which still goes where it went. */
  public static LogTail ofThisProcess() {
    var tail = new LogTail(BYTES);
    System.setOut(tail.copying(System.out));
    System.setErr(tail.copying(System.err));
    return tail;
  }

  /** A stream that keeps what it hands on. */
  PrintStream copying(OutputStream screen) {
    var both =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            keep(bytes, from, length);
            screen.write(bytes, from, length);
          }

          @Override
          public void flush() throws IOException {
            screen.flush();
          }
        };
    return new PrintStream(both, true, UTF_8);
  }

  private synchronized void keep(byte[] bytes, int from, int length) {
    for (int i = Math.max(0, length - ring.length); i < length; i++) {
      ring[(int) ((written + i) % ring.length)] = bytes[from + i];
    }
    written += length;
  }

  /** The tail; when something is cut off it begins with a whole line. */
  public synchronized byte[] bytes() {
    if (written <= ring.length) {
      return Arrays.copyOf(ring, (int) written);
    }
    int oldest = (int) (written % ring.length);
    var tail = new byte[ring.length];
    System.arraycopy(ring, oldest, tail, 0, ring.length - oldest);
    System.arraycopy(ring, 0, tail, ring.length - oldest, oldest);
    for (int i = 0; i < tail.length; i++) {
      if (tail[i] == '\n') {
        return Arrays.copyOfRange(tail, i + 1, tail.length);
      }
    }
    return tail;
  }
}
