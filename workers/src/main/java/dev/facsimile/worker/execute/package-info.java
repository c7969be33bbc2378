/**
 * Does what a worker is told: opens and verifies what a task names, runs the stage, commits what it
 * wrote. A worker pod and the local runner share {@link dev.facsimile.worker.execute.TaskRunner}.
 */
package dev.facsimile.worker.execute;
