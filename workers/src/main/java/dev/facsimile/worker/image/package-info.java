/**
 * Operations on decoded pictures, as pure functions on {@link dev.facsimile.worker.image.Pixels}.
 * Where Pillow, torchvision or AugLy 0.1.4 have the operation, the samples are theirs bit for bit.
 *
 * <p>Pictures with alpha keep it unless a function says otherwise; {@code asRgb()} drops it as
 * Pillow's {@code convert("RGB")} does. There is no palette mode: whoever must follow Pillow's rule
 * that palette pictures are always resized by the nearest sample asks {@link
 * dev.facsimile.worker.image.codec.ImageDecoder#hasPalette} and passes {@link
 * dev.facsimile.worker.image.Filter#NEAREST}. A result without pixels is an {@link
 * IllegalArgumentException}.
 */
package dev.facsimile.worker.image;
