package dev.hearth.neighbours.dynamodb;

/** The types that keys may have. */
public enum ScalarType {
    S,
    N,
    B
}
