package dev.hearth.aws.s3;

import dev.hearth.neighbours.s3.ObjectVersion;

/** What was asked for is a delete marker. Carries no stack trace: it is an expected outcome, not a bug. */
final class MarkerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ObjectVersion marker;
    private final boolean named;

    /** @param named whether its version was asked for */
    MarkerException(ObjectVersion marker, boolean named) {
        super("a delete marker", null, false, false);
        this.marker = marker;
        this.named = named;
    }

    ObjectVersion marker() {
        return marker;
    }

    boolean isNamed() {
        return named;
    }
}
