package dev.facsimile.pipeline.sweep;

import java.util.Optional;

/**
 * An object that names others, as it was read.
 *
 * @param key its key inside the namespace
 * @param content empty when it cannot be understood: then nobody knows what it names
 * @param trouble why; empty when it can
 */
record Found<T>(String key, Optional<T> content, String trouble) {}
