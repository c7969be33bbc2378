package dev.facsimile.pipeline.problem;

/** How places in a pipeline file are written: {@code spec.stages[2] (background).extract.model}. */
public final class Paths {
  private Paths() {}

  /** The path of a member of a mapping. */
  public static String member(String path, String name) {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      return path + "[\"" + name + "\"]";
    }
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The path of an item of a list; {@code name} is the item's own, empty when it has none. */
  public static String item(String path, int index, String name) {
    return path + "[" + index + "]" + (name.isEmpty() ? "" : " (" + name + ")");
  }

  /** A path without the names of items. */
  public static String plain(String path) {
    return path.replaceAll(" \\([^)]*\\)", "");
  }
}
