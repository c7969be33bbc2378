/**
 * Measures how fast the parts are on the machine at hand, on generated input, so that others can be
 * run beside them: {@code docs/benchmarks.md}.
 */
package dev.facsimile.worker.bench;
