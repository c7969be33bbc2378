/** Whom a client of a store trusts, and as whom it signs: what a pod finds mounted. */
package dev.facsimile.pipeline.artifact.s3.identity;
