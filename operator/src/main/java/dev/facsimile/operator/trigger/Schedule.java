package dev.facsimile.operator.trigger;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.facsimile.pipeline.spec.PipelineSpec.ScheduleSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The ticks of a schedule. Of several ticks that were missed, for example while the operator was
 * down, only the latest is made up for.
 */
final class Schedule {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final ExecutionTime times;
  private final ZoneId zone;

  /** The schedule of a valid spec. */
  Schedule(ScheduleSpec spec) {
    this.times = ExecutionTime.forCron(PARSER.parse(spec.cron().strip()));
    this.zone = ZoneId.of(spec.timeZone());
  }

  /** The latest tick after one instant and not after another. */
  Optional<Instant> due(Instant after, Instant now) {
    return times
        .lastExecution(at(now.plusMillis(1)))
        .map(ZonedDateTime::toInstant)
        .filter(tick -> tick.isAfter(after) && !tick.isAfter(now));
  }

  /** The next tick. */
  Optional<Instant> next(Instant now) {
    return times.nextExecution(at(now)).map(ZonedDateTime::toInstant);
  }

  private ZonedDateTime at(Instant instant) {
    return instant.atZone(zone);
  }
}
