package dev.hearth.services.registry;

/**
 * A layer version in a function's configuration; it serves the function even after it was deleted itself.
 *
 * @param arn of the layer version
 * @param code its package
 */
public record LayerUse(String arn, StoredCode code) {}
