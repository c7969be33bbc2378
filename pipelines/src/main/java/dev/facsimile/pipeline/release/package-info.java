/**
 * What promotion publishes: everything that is needed to answer whether a picture is a copy, under
 * an alias that moves from run to run. Used alike by the local runner and by the operator.
 */
package dev.facsimile.pipeline.release;
