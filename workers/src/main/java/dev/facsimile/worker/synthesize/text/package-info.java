/**
 * Writing on pictures: outlines of bundled fonts, filled by exact area coverage. Nothing of the
 * JDK's font or graphics code is used, whose pixels differ between releases and machines.
 */
package dev.facsimile.worker.synthesize.text;
