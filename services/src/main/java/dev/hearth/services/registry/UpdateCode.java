package dev.hearth.services.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wish for other code.
 *
 * @param function name or ARN
 * @param zip the new deployment package; shared, never written to; null when none was given
 * @param imageUri the new container image, for a function that has one; null for none
 * @param architectures the new architecture, or null to keep it
 * @param revisionId only if this is still the revision, or null
 * @param dryRun check everything, change nothing
 * @param publish whether to publish a version of it at once
 */
public record UpdateCode(
        String function,
        byte @Nullable [] zip,
        @Nullable String imageUri,
        @Nullable List<String> architectures,
        @Nullable String revisionId,
        boolean dryRun,
        boolean publish) {

    /** One with a package. */
    public UpdateCode(
            String function,
            byte @Nullable [] zip,
            @Nullable List<String> architectures,
            @Nullable String revisionId,
            boolean dryRun,
            boolean publish) {
        this(function, zip, null, architectures, revisionId, dryRun, publish);
    }

    public UpdateCode(
            String function,
            byte @Nullable [] zip,
            @Nullable List<String> architectures,
            @Nullable String revisionId,
            boolean dryRun) {
        this(function, zip, null, architectures, revisionId, dryRun, false);
    }
}
