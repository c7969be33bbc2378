package dev.facsimile.operator.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.decide.Reason;
import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a status may say is what the documentation explains. */
class TroubleshootingTest {
  @Test
  void everyReasonIsExplained() {
    var page = Installation.text(Installation.ROOT.resolve("docs/troubleshooting.md"));
    var missing = new TreeSet<String>();
    Arrays.stream(Reason.values())
        .map(Reason::id)
        .filter(id -> !page.contains("`" + id + "`"))
        .forEach(missing::add);

    assertThat(missing).isEmpty();
  }
}
