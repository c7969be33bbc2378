/**
 * Tells a receiver outside when a run failed and when a release was promoted, as CloudEvents over
 * HTTP. An event is put into a queue once the status says the same, and sent from there: whoever
 * reconciles never waits. What is in the queue when the operator dies is lost; what was sent and
 * not answered may come twice, with the same id.
 */
package dev.facsimile.operator.notify;
