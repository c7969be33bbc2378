package dev.facsimile.worker.report.chart;

/** A point of a curve. */
public record Point(double x, double y) {}
