package dev.facsimile.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Number format of the network's arithmetic; part of a descriptor's space. */
public enum Precision {
  /** IEEE single precision, TF32 off. */
  @JsonProperty("float32")
  FLOAT32,
  /** Eight-bit exponent, seven-bit mantissa; accumulation in float32. */
  @JsonProperty("bfloat16")
  BFLOAT16,
  /** Tensor-core TF32 products of float32 tensors; GPUs only. */
  @JsonProperty("tf32")
  TF32
}
