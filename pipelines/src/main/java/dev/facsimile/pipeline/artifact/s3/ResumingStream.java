package dev.facsimile.pipeline.artifact.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** Reads an object from where the last connection broke off. For one thread. */
final class ResumingStream extends InputStream {
  private final String what;
  private final Source source;
  private final Retry retry;
  private final S3Diagnosis diagnosis;
  private InputStream current;
  private long length;
  private long position;

  /** Opens the object at a position. */
  @FunctionalInterface
  interface Source {
    /** Opens the object, of whichever the length was found to be. */
    Opened open(long position) throws IOException;
  }

  /**
   * An answer that is being read.
   *
   * @param length bytes of the whole object
   */
  record Opened(InputStream body, long length) {}

  private ResumingStream(String what, Source source, Retry retry, S3Diagnosis diagnosis) {
    this.what = what;
    this.source = source;
    this.retry = retry;
    this.diagnosis = diagnosis;
  }

  /** Opens the object, so that a missing one is noticed now. */
  static ResumingStream open(String what, Source source, Retry retry, S3Diagnosis diagnosis)
      throws IOException {
    var stream = new ResumingStream(what, source, retry, diagnosis);
    try {
      retry.run(
          what,
          attempt -> {
            stream.connect();
            return null;
          });
    } catch (IOException e) {
      throw diagnosis.explain(what, e);
    }
    return stream;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (position == length) {
      return -1;
    }
    try {
      int read = retry.run(what, attempt -> readSome(buffer, offset, count, attempt > 1));
      position += read;
      return read;
    } catch (IOException e) {
      throw diagnosis.explain(what, e);
    }
  }

  @Override
  public void close() throws IOException {
    current.close();
  }

  private int readSome(byte[] buffer, int offset, int count, boolean again) throws IOException {
    if (again) {
      closeQuietly();
      connect();
    }
    int read;
    try {
      read = current.read(buffer, offset, (int) Math.min(count, length - position));
    } catch (ProtocolException e) {
      throw new S3Diagnosis.WrongLength(length, position);
    }
    if (read < 0) {
      throw new S3Diagnosis.WrongLength(length, position);
    }
    return read;
  }

  private void connect() throws IOException {
    var opened = source.open(position);
    current = opened.body();
    length = opened.length();
  }

  private void closeQuietly() {
    try {
      current.close();
    } catch (IOException e) {
      // The connection is broken already.
    }
  }
}
