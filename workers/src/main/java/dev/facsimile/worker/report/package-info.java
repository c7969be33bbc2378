/**
 * What a run left behind, as one HTML page that opens from disk: no network, no script.
 *
 * <p>Three steps: {@link dev.facsimile.worker.report.ReportBuilder} reads the artifacts of the
 * finished stages into a {@link dev.facsimile.worker.report.RunReport}, a tree of plain values;
 * {@link dev.facsimile.worker.report.ReportPage} makes the page of it, its charts drawn as SVG by
 * {@link dev.facsimile.worker.report.chart.LineChart}.
 */
package dev.facsimile.worker.report;
