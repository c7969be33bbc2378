package dev.facsimile.worker.views;

/**
 * All views of one training image, which lie together in a share's tar file.
 *
 * @param id the image's id; its views are the entries {@code <id>_<view>.jpg}
 * @param classIndex class of the image, 0-based; images with identical content have the same
 * @param share position of the share that holds it
 * @param offset first byte of its entries in {@code views.tar}
 * @param length bytes of its entries, headers and padding included
 * @param views how many
 * @param sha256 digest of the views' files one after the other, 64 hex digits
 */
public record ViewGroup(
    String id, int classIndex, int share, long offset, int length, int views, String sha256) {}
