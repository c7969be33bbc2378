/**
 * What is kept of runs beside the artifacts: which artifacts a run relies on, how it ended, and the
 * figures that its gates are judged by.
 */
package dev.facsimile.pipeline.record;
