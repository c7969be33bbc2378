/**
 * What a worker's process owes the cluster around it, whatever it works on: reports of progress,
 * last words, the end of its log, the answer to SIGTERM, and an end when nothing moves any more.
 */
package dev.facsimile.worker.pod;
