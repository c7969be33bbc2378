/**
 * What a stage asks of the cluster: the Job of an attempt, with its labels, pod settings, security
 * context and failure rules. Pure: the same work and settings give the same Job.
 */
package dev.facsimile.operator.desired;
