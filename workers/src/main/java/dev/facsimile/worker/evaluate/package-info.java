/**
 * Scores matches against a ground truth as the descriptor track of the Image Similarity Challenge
 * 2021 does, with bootstrap intervals over the queries.
 */
package dev.facsimile.worker.evaluate;
