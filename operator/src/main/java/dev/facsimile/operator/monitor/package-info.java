/**
 * What the operator shows of itself to whoever runs it: metrics, health, and what every log line
 * about a run carries. No label holds a name that users choose, namespaces apart.
 */
package dev.facsimile.operator.monitor;
