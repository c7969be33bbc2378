/**
 * The thin shell around decisions: event sources in front, and behind them the one class that
 * writes to the cluster.
 */
package dev.facsimile.operator.reconcile;
