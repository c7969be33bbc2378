package dev.facsimile.worker.descriptors;

/**
 * Bob Jenkins' lookup3 hash ("hashlittle", initial value 0), by which HDF5 checks its metadata
 * (HDF5 File Format Specification 3.0, section I.D).
 */
final class Lookup3 {
  private Lookup3() {}

  /** The hash of the first {@code length} bytes. */
  static int hash(byte[] data, int length) {
    int a = 0xdeadbeef + length;
    int b = a;
    int c = a;
    int at = 0;
    int left = length;
    while (left > 12) {
      a += word(data, at, 4);
      b += word(data, at + 4, 4);
      c += word(data, at + 8, 4);
      a = (a - c) ^ Integer.rotateLeft(c, 4);
      c += b;
      b = (b - a) ^ Integer.rotateLeft(a, 6);
      a += c;
      c = (c - b) ^ Integer.rotateLeft(b, 8);
      b += a;
      a = (a - c) ^ Integer.rotateLeft(c, 16);
      c += b;
      b = (b - a) ^ Integer.rotateLeft(a, 19);
      a += c;
      c = (c - b) ^ Integer.rotateLeft(b, 4);
      b += a;
      at += 12;
      left -= 12;
    }
    if (left == 0) {
      return c;
    }
    a += word(data, at, Math.min(left, 4));
    b += word(data, at + 4, Math.min(left - 4, 4));
    c += word(data, at + 8, Math.min(left - 8, 4));
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    return (c ^ b) - Integer.rotateLeft(b, 24);
  }

  private static int word(byte[] data, int at, int bytes) {
    int word = 0;
    for (int i = 0; i < bytes; i++) {
      word |= (data[at + i] & 0xFF) << (8 * i);
    }
    return word;
  }
}
