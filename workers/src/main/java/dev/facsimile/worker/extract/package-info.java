/**
 * The {@code extract} stage: one unit vector for every picture of a collection, by a network at
 * several scales or by a grey thumbnail. Pictures are read, decoded and resized in threads of their
 * own, a bounded number ahead of the engine; the bytes of the result do not depend on timing.
 */
package dev.facsimile.worker.extract;
