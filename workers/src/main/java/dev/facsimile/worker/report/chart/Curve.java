package dev.facsimile.worker.report.chart;

import java.util.List;

/** A named curve; its points ascend along x. */
public record Curve(String name, List<Point> points) {}
