package dev.facsimile.pipeline.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** sha256 (FIPS 180-4) as 64 lower-case hex digits: the only digest by which bytes are trusted. */
public final class Digests {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private Digests() {}

  /** Digest of bytes. */
  public static String sha256(byte[] content) {
    return hex(newSha256().digest(content));
  }

  /** Digest of a file's bytes. */
  public static String sha256(Path file) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      return sha256(stream);
    }
  }

  /** Digest of what is left in a stream, which is not closed. */
  public static String sha256(InputStream stream) throws IOException {
    var digest = newSha256();
    var buffer = new byte[BUFFER_BYTES];
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return hex(digest.digest());
  }

  /** An empty digest to be updated piece by piece. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Bytes as lower-case hex digits. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Whether a text has the form of a digest. */
  public static boolean isSha256(String text) {
    return text != null && SHA256.matcher(text).matches();
  }
}
