package dev.hearth.neighbours.s3;

import org.jspecify.annotations.Nullable;

/**
 * What a key holds at the moment of a change.
 *
 * @param latest what a reader gets, a delete marker perhaps; null when there is nothing
 * @param unversioned the version whose id is {@code null}; null when there is none
 * @param named the version that the change is about; null when there is none
 */
public record KeyState(
        @Nullable ObjectVersion latest,
        @Nullable ObjectVersion unversioned,
        @Nullable ObjectVersion named) {}
