/**
 * When a pipeline runs: from its spec, its runs and what was said before, to the runs that begin,
 * end early or are removed, and what is said about it. Pure.
 */
package dev.facsimile.operator.trigger;
