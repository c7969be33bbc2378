package dev.facsimile.pipeline.artifact.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which paths are pictures, and how pictures are called. */
final class ImagePaths {
  /** Extensions of pictures, lower case. */
  static final List<String> EXTENSIONS =
      List.of("jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff");

  private static final Set<String> EXTENSION_SET = Set.copyOf(EXTENSIONS);

  private ImagePaths() {}

  static boolean isPicture(String path) {
    return EXTENSION_SET.contains(extension(path));
  }

  /** Whether neither the file nor a folder above it is hidden. */
  static boolean isVisible(String path) {
    return !path.startsWith(".") && !path.contains("/.");
  }

  /** What follows the last dot of the file's name, in lower case; empty when there is none. */
  static String extension(String path) {
    int dot = path.lastIndexOf('.');
    return dot <= path.lastIndexOf('/') ? "" : path.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /**
   * Gives every path an id: the path without its extension, and with it where several pictures
   * would have the same id.
   *
   * @param paths distinct paths of pictures
   * @return path -> id
   */
  static Map<String, String> ids(Collection<String> paths) {
    var ids = new HashMap<String, String>(2 * paths.size());
    for (var path : paths) {
      ids.put(path, path.substring(0, path.lastIndexOf('.')));
    }
    // A name with its extension may be another picture's name without: look again after a change.
    while (keepExtensions(ids)) {}
    return ids;
  }

  private static boolean keepExtensions(Map<String, String> ids) {
    var holders = new HashMap<String, String>(2 * ids.size());
    var ambiguous = new ArrayList<String>();
    ids.forEach(
        (path, id) -> {
          var other = holders.putIfAbsent(id, path);
          if (other != null) {
            ambiguous.add(path);
            ambiguous.add(other);
          }
        });
    ambiguous.forEach(path -> ids.put(path, path));
    return !ambiguous.isEmpty();
  }
}
