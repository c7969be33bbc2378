package dev.facsimile.operator.trigger;

import static dev.facsimile.operator.trigger.Given.CREATED;
import static dev.facsimile.operator.trigger.Given.active;
import static dev.facsimile.operator.trigger.Given.decide;
import static dev.facsimile.operator.trigger.Given.finished;
import static dev.facsimile.operator.trigger.Given.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.facsimile.operator.api.PipelineStatus;
import dev.facsimile.operator.trigger.PipelineWorld.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * When runs begin, end early and are removed: a row tells the spec as it was and as it is, the
 * pipeline's runs, and what is done. The pipeline was created at 00:00:30.
 */
class PipelineTriggersTest {
  private static final String NOT_ON_CHANGE = "triggers: {onSpecChange: false}, ";
  private static final String OTHER_WORK = "pod: {priorityClassName: low}, ";
  private static final String NONCE = "triggerNonce: 7, ";
  private static final String SUSPENDED = "suspend: true, ";
  private static final String HOURLY = "schedule: {cron: '0 * * * *'}, ";
  private static final String EVERY_MINUTE = "schedule: {cron: '* * * * *'}, ";
  private static final String FORBID = "concurrencyPolicy: Forbid, ";
  private static final String REPLACE = "concurrencyPolicy: Replace, ";
  private static final String ALLOW = "concurrencyPolicy: Allow, ";
  private static final String NOTHING = "";

  /** What of the pipeline was looked at last: nothing, or its spec at an instant. */
  private record Row(
      String story, String was, String is, String at, List<Run> runs, String expected) {
    @Override
    public String toString() {
      return story;
    }
  }

  private static Stream<Row> changes() {
    var done = finished("p-g1", spec(""), "Succeeded");
    var failed = finished("p-g1", spec(""), "Failed");
    var running = active("p-g1", "");
    return Stream.of(
        row("a new pipeline runs", null, "", "00:01", "create p-g2"),
        row("an unchanged one does not", "", "", "00:01", NOTHING, done),
        row("a failed run is not tried again by itself", "", "", "00:01", NOTHING, failed),
        row("a changed spec runs", "", OTHER_WORK, "00:01", "create p-g2", done),
        row("a changed nonce runs", "", NONCE, "00:01", "create p-g2", done),
        row("a change waits for the run at work", "", NONCE, "00:01", NOTHING, running),
        row("history triggers nothing", "", "history: {failed: 1}, ", "00:01", NOTHING, done),
        row("timeouts trigger nothing", "", "timeouts: {runSeconds: 9}, ", "00:01", NOTHING, done),
        row("retries trigger nothing", "", "retries: {failures: 9}, ", "00:01", NOTHING, done),
        row("a schedule triggers nothing", "", HOURLY, "00:01", NOTHING, done),
        row("suspended, a change waits", "", SUSPENDED + NONCE, "00:01", NOTHING, done),
        row("resumed, it runs", SUSPENDED, NONCE, "00:01", "create p-g2", done),
        row("switched off, a new pipeline waits", null, NOT_ON_CHANGE, "00:01", NOTHING),
        row(
            "switched off, a change runs nothing",
            NOT_ON_CHANGE,
            NOT_ON_CHANGE + OTHER_WORK,
            "00:01",
            NOTHING),
        row(
            "switched off, a changed nonce runs all the same",
            NOT_ON_CHANGE,
            NOT_ON_CHANGE + NONCE,
            "00:01",
            "create p-g2"),
        row(
            "switched off, a changed nonce waits for the run at work",
            NOT_ON_CHANGE,
            NOT_ON_CHANGE + NONCE,
            "00:01",
            NOTHING,
            running),
        row(
            "switched off and suspended, a changed nonce waits",
            NOT_ON_CHANGE,
            NOT_ON_CHANGE + NONCE + SUSPENDED,
            "00:01",
            NOTHING));
  }

  private static Stream<Row> ticks() {
    var running = active("p-g1", "");
    var done = finished("p-g1", spec(""), "Succeeded");
    var tick = "create p-202601010100";
    return Stream.of(
        row("before its time nothing runs", HOURLY, HOURLY, "00:59", NOTHING, done),
        row("a tick runs", HOURLY, HOURLY, "01:00", tick, done),
        row("a tick that was missed is made up for", HOURLY, HOURLY, "01:25", tick, done),
        row(
            "of several the last",
            EVERY_MINUTE,
            EVERY_MINUTE,
            "00:59",
            "create p-202601010059",
            done),
        row("a new schedule makes up for nothing", "", EVERY_MINUTE, "00:30", NOTHING, done),
        row(
            "nor does one that came to be more frequent",
            HOURLY,
            EVERY_MINUTE,
            "00:30",
            NOTHING,
            done),
        row("suspended, no tick runs", SUSPENDED + HOURLY, SUSPENDED + HOURLY, "01:00", NOTHING),
        row("Forbid drops a tick", HOURLY + FORBID, HOURLY + FORBID, "01:00", NOTHING, running),
        row(
            "Replace ends the run at work",
            HOURLY + REPLACE,
            HOURLY + REPLACE,
            "01:00",
            tick + ", cancel p-g1",
            running),
        row("Allow lets both run", HOURLY + ALLOW, HOURLY + ALLOW, "01:00", tick, running),
        row("a run for the change is the tick's", HOURLY, HOURLY + NONCE, "01:00", "create p-g2"),
        row(
            "and so it is where ticks replace",
            HOURLY + REPLACE,
            HOURLY + REPLACE + NONCE,
            "01:00",
            "create p-g2"),
        row(
            "but Allow means both",
            HOURLY + ALLOW,
            HOURLY + ALLOW + NONCE,
            "01:00",
            "create p-g2, " + tick),
        row(
            "a time zone is honoured",
            "schedule: {cron: '30 9 * * *', timeZone: Asia/Kolkata}, ",
            "schedule: {cron: '30 9 * * *', timeZone: Asia/Kolkata}, ",
            "04:00",
            "create p-202601010400",
            done));
  }

  private static Stream<Row> history() {
    var spec = spec("");
    var all =
        new Run[] {
          finished("s1", spec, "Succeeded"),
          finished("f1", spec, "Failed"),
          finished("g1", spec, "GateFailed"),
          finished("s2", spec, "Succeeded"),
          finished("c1", spec, "Cancelled"),
          active("a1", "")
        };
    return Stream.of(
        row("ten of each kind are kept", "", "", "00:01", NOTHING, all),
        row(
            "of the successful the newest stay",
            "",
            "history: {successful: 1}, ",
            "00:01",
            "delete s1",
            all),
        row(
            "failed gates and cancelled runs count as failed",
            "",
            "history: {failed: 1}, ",
            "00:01",
            "delete f1, delete g1",
            all),
        row(
            "none stays but the one at work",
            "",
            "history: {successful: 0, failed: 0}, ",
            "00:01",
            "delete s1, delete s2, delete f1, delete g1, delete c1",
            all),
        row(
            "suspended, old runs go all the same",
            "",
            SUSPENDED + "history: {successful: 1}, ",
            "00:01",
            "delete s1",
            all));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"changes", "ticks", "history"})
  void whatIsDone(Row row) {
    // given a pipeline whose spec was looked at just after it was created
    var before = row.was() == null ? null : seen(row.was());

    // when
    var now = Instant.parse("2026-01-01T" + row.at() + ":00Z");
    var decision = decide(spec(row.is()), 2, before, now, row.runs().toArray(Run[]::new));

    // then
    assertThat(done(decision)).isEqualTo(row.expected());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"changes", "ticks"})
  void whatIsDoneIsDoneOnce(Row row) {
    var before = row.was() == null ? null : seen(row.was());
    var now = Instant.parse("2026-01-01T" + row.at() + ":00Z");
    var first = decide(spec(row.is()), 2, before, now, row.runs().toArray(Run[]::new));

    // when the runs are there, and the status is written
    var runs = new ArrayList<>(row.runs());
    first.creates().forEach(run -> runs.add(new Run(run.name(), run.specHash(), null)));
    var again = decide(spec(row.is()), 2, first.status(), now, runs.toArray(Run[]::new));

    // then
    assertThat(again.creates()).isEmpty();
  }

  private static PipelineStatus seen(String fields) {
    return decide(spec(fields), 1, null, CREATED.plusSeconds(1)).status();
  }

  private static String done(PipelineDecision decision) {
    var done = new ArrayList<String>();
    decision.creates().forEach(run -> done.add("create " + run.name()));
    decision.cancels().forEach(name -> done.add("cancel " + name));
    decision.deletes().forEach(name -> done.add("delete " + name));
    return String.join(", ", done);
  }

  private static Row row(
      String story, String was, String is, String at, String expected, Run... runs) {
    return new Row(story, was, is, at, List.of(runs), expected);
  }
}
