package dev.facsimile.pipeline.sweep;

import dev.facsimile.pipeline.record.RunRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A random store, filled by a generator that writes down beside each thing what it names. What has
 * to stay is told from these notes by a fixed point that knows nothing of how a sweep goes about
 * it.
 */
final class RandomHoard {
  private static final List<String> TYPES = List.of("extract", "train");
  private static final List<String> OUTCOMES =
      List.of(RunRecord.SUCCEEDED, RunRecord.FAILED, RunRecord.GATE_FAILED, RunRecord.RUNNING);
  private static final int NAMES = 5;

  /** A thing in the store, whether it is young, and what stays if it does. */
  private record Thing(String prefix, boolean young, Set<String> names) {}

  /** A run as the generator made it. */
  private record Run(
      String pipeline, String prefix, int daysAgo, String outcome, boolean young, boolean silent) {}

  private final Hoard hoard = new Hoard();
  private final List<Thing> things = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private final Set<String> committed = new HashSet<>();
  private final Random random;

  RandomHoard(long seed) {
    random = new Random(seed);
    fill();
  }

  Hoard hoard() {
    return hoard;
  }

  /** Prefixes of what is old and does not have to stay. */
  TreeSet<String> removable(int keep) {
    var needed = needed(keep);
    var removable = new TreeSet<String>();
    for (var thing : things) {
      if (!thing.young() && !needed.contains(thing.prefix())) {
        removable.add(thing.prefix());
      }
    }
    return removable;
  }

  static boolean within(String prefix, String key) {
    return key.equals(prefix) || key.startsWith(prefix + "/");
  }

  private void fill() {
    for (var type : TYPES) {
      for (int i = 0; i < NAMES; i++) {
        if (random.nextBoolean()) {
          things.add(new Thing(shareOf(type, i), age(), Set.of()));
          hoard.commit(shareOf(type, i));
        }
      }
      for (int i = 0; i < NAMES; i++) {
        artifact(type, i);
      }
    }
    for (int i = 0; i < NAMES; i++) {
      small(Hoard.artifact("catalog", "c" + i), "/catalog-1.csv");
      small("work/tasks/" + Hoard.hex("t" + i) + ".json", "");
      small("work/catalogs/" + Hoard.hex("k" + i) + ".csv", "");
      small("work/" + Hoard.hex("train" + i), "/checkpoint-1/a.bin");
    }
    for (var pipeline : List.of("p", "q")) {
      int number = random.nextInt(7);
      for (int i = 0; i < number; i++) {
        run(pipeline, "r" + i, i);
      }
      if (random.nextBoolean()) {
        var catalog = Hoard.artifact("catalog", "c" + random.nextInt(NAMES));
        var young = age();
        things.add(new Thing(hoard.listing(pipeline, "photos", catalog), young, Set.of(catalog)));
      }
    }
    if (random.nextBoolean()) {
      var model = any("train");
      var background = any("extract");
      var references = any("extract");
      hoard.release("production", model, background, references);
      things.add(
          new Thing("releases", true, new HashSet<>(List.of(model, background, references))));
    }
  }

  private static String shareOf(String type, int i) {
    return Hoard.share(type, type + "-share" + i);
  }

  private String any(String type) {
    return Hoard.artifact(type, type + random.nextInt(NAMES));
  }

  /** Sets the time of what is put next. */
  private boolean age() {
    var young = random.nextInt(4) == 0;
    hoard.daysAgo(young ? random.nextInt(7) : 8 + random.nextInt(80));
    return young;
  }

  private void small(String prefix, String object) {
    if (random.nextBoolean()) {
      things.add(new Thing(prefix, age(), Set.of()));
      hoard.put(prefix + object, "bytes");
    }
  }

  private void artifact(String type, int i) {
    var prefix = Hoard.artifact(type, type + i);
    var names = new LinkedHashSet<String>();
    for (int share = random.nextInt(3); share > 0; share--) {
      names.add(shareOf(type, random.nextInt(NAMES)));
    }
    switch (random.nextInt(3)) {
      case 0 -> {
        things.add(new Thing(prefix, age(), names));
        hoard.commit(prefix, names.toArray(String[]::new));
        committed.add(prefix);
      }
      case 1 -> {
        things.add(new Thing(prefix, age(), Set.of()));
        hoard.put(prefix + "/half.bin", "half");
      }
      default -> {
        // Nothing lies there.
      }
    }
  }

  private void run(String pipeline, String name, int number) {
    var outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
    var pins = new ArrayList<String>();
    var made = new ArrayList<String>();
    for (int i = random.nextInt(3); i > 0; i--) {
      pins.add(any(TYPES.get(random.nextInt(2))));
    }
    if (random.nextBoolean()) {
      pins.add("work/tasks/" + Hoard.hex("t" + random.nextInt(NAMES)) + ".json");
    }
    if (!outcome.equals(RunRecord.RUNNING)) {
      made.add(any("train"));
      made.add(Hoard.artifact("catalog", "c" + random.nextInt(NAMES)));
    }
    var shown = "pipelines/" + pipeline + "/runs/r" + random.nextInt(number + 1);
    var report = made.isEmpty() || random.nextBoolean() ? null : "ns/" + shown + "/report.html";
    var names = new HashSet<String>(pins);
    names.addAll(made);
    if (report != null) {
      names.add(shown);
    }
    var young = random.nextInt(4) == 0;
    int written = young ? 1 : 10 + random.nextInt(60);
    hoard.daysAgo(written);
    int daysAgo = 90 - number;
    var prefix = hoard.run(pipeline, name, daysAgo, outcome, pins, made, report);
    things.add(new Thing(prefix, young, names));
    runs.add(new Run(pipeline, prefix, daysAgo, outcome, young, written > 30));
  }

  /** Prefixes of everything that has to stay, young or not. */
  private Set<String> needed(int keep) {
    var live = live();
    var needed = new HashSet<String>(live);
    for (var pipeline : List.of("p", "q")) {
      for (var successful : List.of(true, false)) {
        runs.stream()
            .filter(run -> run.pipeline().equals(pipeline) && !live.contains(run.prefix()))
            .filter(run -> run.outcome().equals(RunRecord.SUCCEEDED) == successful)
            .sorted(Comparator.comparing(Run::daysAgo))
            .limit(keep)
            .forEach(run -> needed.add(run.prefix()));
      }
    }
    int before;
    do {
      before = needed.size();
      for (var thing : things) {
        if (thing.young() || needed.contains(thing.prefix())) {
          needed.addAll(thing.names());
        }
      }
      for (var run : runs) {
        if (run.young() || needed.contains(run.prefix())) {
          addWhatAnyRunKeeps(run, needed);
        }
      }
      for (var thing : things) {
        if (live.contains(thing.prefix())) {
          addSharesOfUnfinishedStages(thing, needed);
        }
      }
    } while (needed.size() > before);
    for (int i = 0; i < NAMES; i++) {
      var model = Hoard.artifact("train", "train" + i);
      if (needed.contains(model) && !committed.contains(model) && isNamedByARun(model, needed)) {
        needed.add("work/" + Hoard.hex("train" + i));
      }
    }
    return needed;
  }

  private void addWhatAnyRunKeeps(Run run, Set<String> needed) {
    for (var thing : things) {
      if (thing.prefix().startsWith("pipelines/" + run.pipeline() + "/sources/")
          || thing.prefix().startsWith("work/catalogs/")) {
        needed.add(thing.prefix());
      }
    }
  }

  private void addSharesOfUnfinishedStages(Thing run, Set<String> needed) {
    for (var type : TYPES) {
      var unfinished =
          run.names().stream()
              .anyMatch(
                  name -> name.startsWith("artifacts/" + type + "/") && !committed.contains(name));
      for (int i = 0; unfinished && i < NAMES; i++) {
        needed.add(shareOf(type, i));
      }
    }
  }

  /** Releases name artifacts too, but no unfinished work. */
  private boolean isNamedByARun(String prefix, Set<String> needed) {
    return things.stream()
        .filter(thing -> thing.names().contains(prefix))
        .anyMatch(thing -> thing.young() || needed.contains(thing.prefix()));
  }

  /** A run that goes on: its record says so, and it, its pins or their work were written lately. */
  private Set<String> live() {
    var live = new HashSet<String>();
    for (var run : runs) {
      if (run.outcome().equals(RunRecord.RUNNING) && (!run.silent() || hasSign(run.prefix()))) {
        live.add(run.prefix());
      }
    }
    return live;
  }

  private boolean hasSign(String run) {
    var names = new HashSet<String>();
    things.stream()
        .filter(thing -> thing.prefix().equals(run))
        .forEach(thing -> names.addAll(thing.names()));
    var signs = new HashSet<String>(names);
    names.forEach(name -> signs.add("work/" + name.substring(name.lastIndexOf('/') + 1)));
    var since = Hoard.TODAY.minus(Duration.ofDays(30));
    return hoard.store().list("").stream()
        .filter(info -> signs.stream().anyMatch(sign -> within("ns/" + sign, info.key())))
        .anyMatch(info -> !info.lastModified().isBefore(since));
  }
}
