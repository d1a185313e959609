package dev.hearth.services.registry;

import dev.hearth.core.FaultException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of this account and region. A {@code layer} parameter is a name or an unversioned ARN. Every method throws
 * {@link FaultException}: VALIDATION, INVALID_PARAMETER or NOT_FOUND for what it names, and what is said at the method.
 */
public interface Layers {

    /**
     * Makes a new version of a layer, and the layer with its first.
     *
     * @throws FaultException also REQUEST_TOO_LARGE, CODE_STORAGE_EXCEEDED
     */
    LayerVersion publish(Publish wish);

    /** One version. */
    LayerVersion get(String layer, long version);

    /** The version of that ARN. */
    LayerVersion get(String arn);

    /** The newest version that {@code filter} lets through of each layer, in order of name. */
    Page list(Filter filter, @Nullable String marker, @Nullable Integer maxItems);

    /** The versions of a layer that {@code filter} lets through, the newest first; none when there is no such layer. */
    Page versions(String layer, Filter filter, @Nullable String marker, @Nullable Integer maxItems);

    /** Deletes a version, which goes on serving the functions that use it; without effect when there is none. */
    void delete(String layer, long version);

    /**
     * Allows somebody else to use a version.
     *
     * @return the new statement, last in the new policy
     * @throws FaultException also ALREADY_EXISTS, PRECONDITION_FAILED
     */
    PolicyDocument addPermission(AddPermission wish);

    /**
     * Takes a permission back.
     *
     * @throws FaultException also PRECONDITION_FAILED
     */
    void removePermission(String layer, long version, String statementId, @Nullable String revisionId);

    /** Who may use a version. */
    PolicyDocument policy(String layer, long version);

    /** The unversioned ARN of the layer {@code name}. */
    String arn(String name);

    /**
     * The wish for a new version; null where nothing was said.
     *
     * @param zip its package; shared, never written to
     */
    record Publish(
            @Nullable String layer,
            byte @Nullable [] zip,
            @Nullable String description,
            @Nullable String licenseInfo,
            @Nullable List<String> runtimes,
            @Nullable List<String> architectures) {}

    /** Which versions are wanted; null for any. */
    record Filter(@Nullable String runtime, @Nullable String architecture) {}

    /** The wish for a permission; null where nothing was said. */
    record AddPermission(
            String layer,
            long version,
            @Nullable String statementId,
            @Nullable String action,
            @Nullable String principal,
            @Nullable String organizationId,
            @Nullable String revisionId) {}

    /**
     * Some versions.
     *
     * @param nextMarker where the next page begins, or null when this is the last
     */
    record Page(List<LayerVersion> layers, @Nullable String nextMarker) {}
}
