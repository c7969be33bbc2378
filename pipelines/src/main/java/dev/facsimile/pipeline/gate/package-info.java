/**
 * Judging gates: conditions on evaluations, decided from scores alone. Gates are in no fingerprint
 * and are judged on cache hits too.
 */
package dev.facsimile.pipeline.gate;
