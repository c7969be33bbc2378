/**
 * The stages that make pictures: {@code synthesize}, the views a network is trained on, and {@code
 * challenge}, queries with known answers.
 */
package dev.facsimile.worker.synthesize;
