/**
 * What a stage is: a pure function over artifacts, and the only things it may touch. Stages
 * implement {@link dev.facsimile.worker.stage.Stage}; the package {@code execute} opens their
 * inputs and commits their outputs.
 */
package dev.facsimile.worker.stage;
