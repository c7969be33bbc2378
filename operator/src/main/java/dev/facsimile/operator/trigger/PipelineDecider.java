package dev.facsimile.operator.trigger;

import dev.facsimile.operator.api.PipelineRunSpec.Trigger;
import dev.facsimile.operator.api.PipelineStatus.Triggered;
import dev.facsimile.operator.trigger.PipelineDecision.NewRun;
import dev.facsimile.operator.trigger.PipelineWorld.Run;
import dev.facsimile.pipeline.problem.Problem;
import dev.facsimile.pipeline.spec.PipelineSpec;
import dev.facsimile.pipeline.spec.PipelineSpec.ConcurrencyPolicy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides about the runs of a valid pipeline. */
public final class PipelineDecider {
  private static final DateTimeFormatter TICK =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PipelineWorld world;
  private final PipelineSpec spec;
  private final String hash;
  private final List<NewRun> creates = new ArrayList<>();
  private final List<String> cancels = new ArrayList<>();
  private Triggered triggered;
  private String lastTick;

  private PipelineDecider(PipelineWorld world, PipelineSpec spec) {
    this.world = world;
    this.spec = spec;
    this.hash = SpecHash.of(spec);
    this.triggered = world.before() == null ? null : world.before().triggered();
    this.lastTick = world.before() == null ? null : world.before().lastScheduledAt();
  }

  /**
   * What is done next, and what is said.
   *
   * @param warnings what is odd about the spec
   */
  public static PipelineDecision decide(
      PipelineWorld world, PipelineSpec spec, List<Problem> warnings) {
    return new PipelineDecider(world, spec).decide(warnings);
  }

  private PipelineDecision decide(List<Problem> warnings) {
    var schedule = Optional.ofNullable(spec.schedule()).map(Schedule::new);
    if (!spec.suspend()) {
      onChange();
      schedule.ifPresent(this::onTick);
    }
    var next = schedule.flatMap(ticks -> ticks.next(world.now()));
    var status =
        new PipelineStatuses(world)
            .valid(spec.suspend(), warnings, triggered, isPending(), lastTick, next);
    return new PipelineDecision(status, creates, cancels, unkept(), next);
  }

  private boolean isPending() {
    return triggered == null || !hash.equals(triggered.specHash());
  }

  /** A spec that is pushed during a run waits for its end; of several the newest runs. */
  private void onChange() {
    if (!isPending()) {
      return;
    }
    var newest = world.runs().stream().reduce((first, second) -> second);
    var made = newest.filter(run -> hash.equals(run.specHash())).map(Run::name);
    if (made.isPresent() || !spec.triggers().onSpecChange() && !isForced()) {
      triggered = triggered(made.orElse(null));
    } else if (world.active().isEmpty()) {
      var name = world.name() + "-g" + world.generation();
      creates.add(new NewRun(name, Trigger.SPEC_CHANGE, hash));
      triggered = triggered(name);
    }
  }

  /** A changed nonce is an order: whoever switched off changes as triggers still has it. */
  private boolean isForced() {
    return triggered != null
        && triggered.nonce() != null
        && triggered.nonce() != spec.triggerNonce();
  }

  private Triggered triggered(String run) {
    return new Triggered(hash, world.generation(), spec.triggerNonce(), run);
  }

  private void onTick(Schedule schedule) {
    var due = awaitedSince().flatMap(since -> schedule.due(since, world.now()));
    if (due.isEmpty()) {
      return;
    }
    lastTick = due.get().toString();
    var active = world.active();
    boolean isBeginning = !creates.isEmpty();
    if (isBeginning && spec.concurrencyPolicy() != ConcurrencyPolicy.ALLOW
        || !active.isEmpty() && spec.concurrencyPolicy() == ConcurrencyPolicy.FORBID) {
      return;
    }
    if (spec.concurrencyPolicy() == ConcurrencyPolicy.REPLACE) {
      active.forEach(run -> cancels.add(run.name()));
    }
    var name = world.name() + "-" + TICK.format(due.get());
    creates.add(new NewRun(name, Trigger.SCHEDULE, hash));
  }

  /**
   * The instant after which a tick is acted upon: just before the one that was announced. None is
   * made up for that nobody was told of: of a schedule that is new or different, or while
   * suspended.
   */
  private Optional<Instant> awaitedSince() {
    if (world.before() == null) {
      return Optional.of(world.createdAt());
    }
    return Optional.ofNullable(world.before().nextScheduledAt())
        .map(announced -> Instant.parse(announced).minusMillis(1));
  }

  private List<String> unkept() {
    var names = new ArrayList<>(unkept(Run::hasSucceeded, spec.history().successful()));
    names.addAll(unkept(run -> !run.hasSucceeded(), spec.history().failed()));
    return names;
  }

  private List<String> unkept(Predicate<Run> kind, int kept) {
    var finished = world.runs().stream().filter(Run::isFinished).filter(kind).toList();
    return finished.subList(0, Math.max(0, finished.size() - kept)).stream()
        .map(Run::name)
        .toList();
  }
}
