package dev.hearth.services.registry;

import java.time.Instant;
import java.util.Map;

/**
 * Everything the registry knows of a function's {@code $LATEST}; immutable.
 *
 * @param name function name
 * @param configuration its configuration
 * @param code its package
 * @param state whether it can be invoked
 * @param update how the newest update went
 * @param lastModified when code or configuration last changed
 * @param revisionId changes with every change, the state's own included, as Lambda's {@code RevisionId} does
 * @param deployment changes with code or configuration only; environments belong to exactly one
 * @param tags the function's tags
 */
public record FunctionRecord(
        String name,
        Configuration configuration,
        StoredCode code,
        FunctionState state,
        UpdateStatus update,
        Instant lastModified,
        String revisionId,
        String deployment,
        Map<String, String> tags) {

    /** The only version that exists so far. */
    public static final String LATEST = "$LATEST";

    public FunctionRecord {
        tags = Map.copyOf(tags);
    }

    FunctionRecord withStatus(FunctionState newState, UpdateStatus newUpdate, String newRevisionId) {
        return new FunctionRecord(
                name, configuration, code, newState, newUpdate, lastModified, newRevisionId, deployment, tags);
    }

    FunctionRecord withTags(Map<String, String> newTags) {
        return new FunctionRecord(
                name, configuration, code, state, update, lastModified, revisionId, deployment, newTags);
    }
}
