/**
 * What a run left behind, as one HTML page that opens from disk: no network, no script.
 *
 * <p>{@link dev.facsimile.worker.report.RunReport} is a tree of plain values; {@link
 * dev.facsimile.worker.report.ReportPage} makes the page of it, its charts drawn as SVG by {@link
 * dev.facsimile.worker.report.LineChart}.
 */
package dev.facsimile.worker.report;
