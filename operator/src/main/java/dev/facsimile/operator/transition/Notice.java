package dev.facsimile.operator.transition;

import dev.facsimile.operator.decide.Reason;

/**
 * Something worth an Event. What is told of an object under one key is told once.
 *
 * @param key what it is about; equal for the same thing told again
 * @param isWarning whether somebody should look
 */
public record Notice(String key, boolean isWarning, Reason reason, String message) {}
