/**
 * The training views of a dataset artifact: read by id, sampled P x K, transformed as the recipe
 * trains, and made ready ahead of the network. Every draw is named by seed, step and position, so
 * that training can start at any step without replaying the ones before.
 */
package dev.facsimile.worker.views;
