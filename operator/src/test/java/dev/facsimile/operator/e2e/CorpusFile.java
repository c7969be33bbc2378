package dev.facsimile.operator.e2e;

import dev.facsimile.pipeline.problem.Paths;
import dev.facsimile.pipeline.problem.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of the language's corpus, with what {@code facsimile validate} says of it: its lines
 * {@code # expect: rule at path}, which the language's own tests check.
 */
record CorpusFile(String name, String text, List<Expectation> expectations) {
  private static final Path CORPUS =
      Site.ROOT.resolve("pipelines/src/test/resources/pipelines/invalid");
  private static final Pattern EXPECTATION = Pattern.compile("# expect: ([a-z0-9-]+) at ?(.*)");

  /** One problem. */
  record Expectation(Rule rule, String path) {
    /** The place as the API server writes it, without the names of list items. */
    String place() {
      return normalized(Paths.plain(path));
    }
  }

  /**
   * Everything of the corpus that is a Pipeline with an error in it. A key that stands twice stands
   * once in what kubectl sends.
   */
  static List<CorpusFile> invalid() {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(CorpusFile::read)
          .filter(file -> !file.breaks(Rule.SYNTAX) && !file.breaks(Rule.DOCUMENT))
          .filter(file -> !file.breaks(Rule.DUPLICATE_KEY))
          .filter(file -> !file.isValid())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CorpusFile read(Path file) {
    try {
      var text = Files.readString(file);
      var expected =
          EXPECTATION
              .matcher(text)
              .results()
              .map(match -> new Expectation(rule(match.group(1)), match.group(2)))
              .toList();
      return new CorpusFile(file.getFileName().toString(), text, expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Rule rule(String id) {
    return Rule.valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Keys of maps as members: the API server writes {@code a[b]} or {@code a.b}, we {@code a.b}. */
  static String normalized(String text) {
    return text.replaceAll("\\[\"?([A-Za-z][^\\]\"]*)\"?]", ".$1");
  }

  private boolean breaks(Rule rule) {
    return expectations.stream().anyMatch(expected -> expected.rule() == rule);
  }

  private boolean isValid() {
    return expectations.stream().allMatch(expected -> expected.rule().isWarning());
  }

  /**
   * The same pipeline under a name of its own; as it stands where its own name is what is wrong.
   */
  String textNamed(String other) {
    return text.replaceFirst("metadata: \\{name: wrong}", "metadata: {name: " + other + "}");
  }
}
