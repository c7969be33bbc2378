package dev.facsimile.worker.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

/**
 * One folder of recorded reference results, below the folder that the system property {@code
 * facsimile.fixtures} names. It remembers which files were read, so that a test can fail on a file
 * that nothing checks. Names are relative to the folder, with slashes.
 */
public final class Fixtures {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SAID = new ConcurrentSkipListSet<>();

  private final String name;
  private final Path root;
  private final Set<String> read = new ConcurrentSkipListSet<>();

  private Fixtures(String name, Path root) {
    this.name = name;
    this.root = root;
  }

  /** The folder of that name; the calling test is skipped, with one line, when it is absent. */
  public static Fixtures folder(String name) {
    var base = System.getProperty("facsimile.fixtures", "");
    var root = Path.of(base).resolve(name);
    if (base.isEmpty() || !Files.isDirectory(root)) {
      var why = name + ": skipped, no fixtures there (set -Dfacsimile.fixtures=DIR): " + root;
      if (SAID.add(name)) {
        System.out.println(why);
      }
      abort(why);
    }
    return new Fixtures(name, root);
  }

  /** The file, which counts as read from now on; the test fails when it is missing. */
  public Path file(String file) {
    assertThat(exists(file)).as("fixture file %s/%s exists", name, file).isTrue();
    read.add(file);
    return root.resolve(file);
  }

  /** Whether the folder has the file; asking does not count as reading. */
  public boolean exists(String file) {
    return Files.isRegularFile(root.resolve(file));
  }

  /** The bytes of a file. */
  public byte[] bytes(String file) {
    try {
      return Files.readAllBytes(file(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON file. */
  public JsonNode json(String file) {
    try {
      return JSON.readTree(bytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a CSV file without quoting, by the names in its first line. */
  public List<Map<String, String>> csv(String file) {
    var lines = new String(bytes(file), StandardCharsets.UTF_8).lines().toList();
    var header = lines.get(0).split(",", -1);
    var rows = new ArrayList<Map<String, String>>();
    for (var line : lines.subList(1, lines.size())) {
      var cells = line.split(",", -1);
      assertThat(cells).as("cells of %s/%s: %s", name, file, line).hasSameSizeAs(header);
      var row = new LinkedHashMap<String, String>();
      for (int i = 0; i < header.length; i++) {
        row.put(header[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  /**
   * Fails when the folder, or a folder below it, holds a file that was not read.
   *
   * @param exceptGlobs files that other tests answer for, such as {@code hostile/*}
   */
  public void assertEverythingRead(String... exceptGlobs) {
    var except =
        Arrays.stream(exceptGlobs)
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    try (var files = Files.walk(root)) {
      var unread =
          files
              .filter(Files::isRegularFile)
              .map(root::relativize)
              .filter(path -> except.stream().noneMatch(matcher -> matcher.matches(path)))
              .map(path -> path.toString().replace('\\', '/'))
              .filter(path -> !read.contains(path))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(unread).as("fixture files in %s that no case read", name).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints how many cases the folder holds and how many ran; fails unless all did. */
  public void report(int found, int run) {
    System.out.println(name + ": " + found + " cases found, " + run + " run");
    assertThat(found).as("cases found in %s", name).isPositive();
    assertThat(run).as("cases run in %s", name).isEqualTo(found);
  }
}
