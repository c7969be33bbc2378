package dev.facsimile.operator.reconcile;

import dev.facsimile.operator.observe.Facts;
import dev.facsimile.operator.observe.Refusal;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is remembered of an unfinished run between two looks at it; all of it can be found again.
 *
 * @param planned its frozen spec, planned
 * @param fingerprints of its steps, as far as they are known: Jobs of other runs may have them too
 * @param discard key prefixes of damaged artifacts that are to be removed
 * @param refusals name of a Job -> why the cluster did not let it be created
 * @param end outcome that is to be recorded; empty while the run goes on
 */
record OpenRun(
    ResourceID id,
    PlannedRun planned,
    Set<String> fingerprints,
    Set<String> discard,
    Map<String, Refusal> refusals,
    String end) {

  static OpenRun of(ResourceID id, PlannedRun planned) {
    return new OpenRun(id, planned, Set.of(), Set.of(), Map.of(), "");
  }

  OpenRun withFingerprintsOf(Facts facts) {
    var known =
        facts.steps().values().stream()
            .flatMap(fact -> fact.fingerprint().stream())
            .collect(Collectors.toSet());
    return new OpenRun(id, planned, known, discard, refusals, end);
  }

  OpenRun discarding(Set<String> keys) {
    return new OpenRun(id, planned, fingerprints, Set.copyOf(keys), refusals, end);
  }

  OpenRun refused(Map<String, Refusal> news) {
    var all = new HashMap<>(refusals);
    all.putAll(news);
    return new OpenRun(id, planned, fingerprints, discard, Map.copyOf(all), end);
  }

  OpenRun ending(String outcome) {
    return new OpenRun(id, planned, fingerprints, discard, refusals, outcome);
  }
}
