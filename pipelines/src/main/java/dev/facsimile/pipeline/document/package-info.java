/**
 * From a file to the tree of one pipeline: YAML (several documents, anchors, merge keys) or JSON,
 * Kubernetes' envelope, and values set on the command line. Trees are not checked here beyond their
 * envelope; that is {@link dev.facsimile.pipeline.plan.Planner}'s business.
 */
package dev.facsimile.pipeline.document;
