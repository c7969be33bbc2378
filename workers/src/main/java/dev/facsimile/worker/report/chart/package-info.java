/** Charts as inline SVG: curves, axes with round ticks, and curves made small enough to draw. */
package dev.facsimile.worker.report.chart;
