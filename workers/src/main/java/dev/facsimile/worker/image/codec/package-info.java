/** Picture files to pixels and back: the only place that knows formats and trusts no byte. */
package dev.facsimile.worker.image.codec;
