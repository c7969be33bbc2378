/** Vectors of pictures, their files, and the identity of the space they live in. */
package dev.facsimile.worker.descriptors;
