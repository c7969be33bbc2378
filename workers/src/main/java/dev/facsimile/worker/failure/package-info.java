/** What went wrong, in words for the user and as an exit code: the same for people and pods. */
package dev.facsimile.worker.failure;
