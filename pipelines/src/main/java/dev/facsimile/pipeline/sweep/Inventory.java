package dev.facsimile.pipeline.sweep;

import dev.facsimile.pipeline.assignment.SourceListing;
import dev.facsimile.pipeline.record.RunRecord;
import dev.facsimile.pipeline.release.Release;
import java.util.List;
import java.util.Map;

/**
 * Everything in a namespace that decides what stays.
 *
 * @param items what lies where
 * @param runs records of runs
 * @param releases releases
 * @param listings what sources were found to hold
 * @param shares keys of the shares that the manifest of a stage's artifact names
 * @param versions version of each object among runs, releases and listings, by its key
 */
record Inventory(
    String namespace,
    Map<Place, Item> items,
    List<Found<RunRecord>> runs,
    List<Found<Release>> releases,
    List<Found<SourceListing>> listings,
    List<Found<List<String>>> shares,
    Map<String, String> versions) {}
