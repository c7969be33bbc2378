/**
 * A whole plan on one machine: what sources hold, which stages and shares are missing and why, in
 * which order they are made, and the record that a run leaves. Decides; the work is done by {@code
 * execute}.
 */
package dev.facsimile.worker.run;
