/**
 * The product's brain: from what is planned, what is the case and what was said before, to what is
 * done next and what is said about it. Pure.
 */
package dev.facsimile.operator.decide;
