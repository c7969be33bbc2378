package dev.facsimile.worker.weights;

import java.util.Arrays;
import java.util.Optional;

/** Number formats of stored tensors, by the names that safetensors files use. */
public enum DType {
  BOOL("BOOL", 1),
  U8("U8", 1),
  I8("I8", 1),
  F8_E5M2("F8_E5M2", 1),
  F8_E4M3("F8_E4M3", 1),
  I16("I16", 2),
  U16("U16", 2),
  F16("F16", 2),
  BF16("BF16", 2),
  I32("I32", 4),
  U32("U32", 4),
  F32("F32", 4),
  I64("I64", 8),
  U64("U64", 8),
  F64("F64", 8);

  private final String code;
  private final int bytes;

  DType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The name in a file. */
  public String code() {
    return code;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** The format of that name, if it is known. */
  public static Optional<DType> of(String code) {
    return Arrays.stream(values()).filter(dtype -> dtype.code.equals(code)).findFirst();
  }
}
