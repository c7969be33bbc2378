package dev.facsimile.worker.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: this build and what it runs on. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Facsimile.class.getPackage().getImplementationVersion();
    return new String[] {
      "facsimile " + (version == null ? "(unpackaged)" : version),
      "java " + Runtime.version() + ", " + System.getProperty("os.arch"),
      "allocator " + allocator()
    };
  }

  /** What serves native memory, for a user. */
  static String allocator() {
    var preloaded = System.getenv("LD_PRELOAD");
    return preloaded != null && preloaded.contains("tcmalloc")
        ? "tcmalloc"
        : "the system's; install libtcmalloc-minimal4 for faster training";
  }
}
