package dev.hearth.neighbours.s3;

import org.jspecify.annotations.Nullable;

/**
 * A wish to delete.
 *
 * @param versionId the version to go for good; null to delete what readers see
 * @param bypass whether governance locks are passed by
 */
public record DeleteObject(
        String bucket, String key, @Nullable String versionId, Condition condition, boolean bypass, Cause cause) {

    /**
     * What became of it.
     *
     * @param marker whether a delete marker was made, or the version that went was one
     * @param versionId of the marker or version; null where there are none
     */
    public record Deleted(boolean marker, @Nullable String versionId) {}
}
