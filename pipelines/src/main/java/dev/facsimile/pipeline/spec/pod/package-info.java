/**
 * How pods are run: an allow-list of pod settings in Kubernetes' own shapes. Nothing in here enters
 * a fingerprint, and a local run ignores all of it.
 */
package dev.facsimile.pipeline.spec.pod;
