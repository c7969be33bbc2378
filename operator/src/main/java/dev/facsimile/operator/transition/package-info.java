/**
 * What is new between two statuses: the one comparison that Events, metrics and log lines are made
 * of, so that they agree and count each thing once. Pure.
 */
package dev.facsimile.operator.transition;
