/**
 * What the operator does in the object store: looks for artifacts before any pod starts, writes the
 * tasks of workers and the records of runs, joins finished shares, judges gates, publishes
 * releases. Every act may be done twice. It never opens a source.
 */
package dev.facsimile.operator.survey;
