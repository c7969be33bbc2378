/**
 * What is the case: Jobs and pods as the cluster shows them, artifacts as the store holds them, in
 * our own words. Pure: whoever fetches them is elsewhere.
 */
package dev.facsimile.operator.observe;
