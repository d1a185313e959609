package dev.hearth.services.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the registry knows of one version of a function; immutable.
 *
 * @param name function name
 * @param version {@code $LATEST} or a number
 * @param configuration its configuration
 * @param code its package
 * @param state whether it can be invoked
 * @param update how the newest update went
 * @param lastModified when code or configuration last changed
 * @param revisionId changes with every change, the state's own included, as Lambda's {@code RevisionId} does
 * @param deployment changes with code or configuration only; environments belong to exactly one, and a published
 *     version has that of the {@code $LATEST} it was made from
 * @param tags the function's tags, which only {@code $LATEST} has
 */
public record FunctionRecord(
        String name,
        String version,
        Configuration configuration,
        StoredCode code,
        FunctionState state,
        UpdateStatus update,
        Instant lastModified,
        String revisionId,
        String deployment,
        Map<String, String> tags) {

    /** The version that changes. */
    public static final String LATEST = "$LATEST";

    public FunctionRecord {
        tags = Map.copyOf(tags);
    }

    FunctionRecord withStatus(FunctionState newState, UpdateStatus newUpdate, String newRevisionId) {
        return new FunctionRecord(
                name, version, configuration, code, newState, newUpdate, lastModified, newRevisionId, deployment, tags);
    }

    FunctionRecord withRevision(String newRevisionId) {
        return withStatus(state, update, newRevisionId);
    }

    /** This {@code $LATEST} as the version {@code number}, which takes its code up itself. */
    FunctionRecord published(String number, @Nullable String description, FunctionDecisions.Stamp stamp) {
        return new FunctionRecord(
                name,
                number,
                description == null ? configuration : configuration.withDescription(description),
                code,
                new FunctionState.Pending(),
                new UpdateStatus.Successful(),
                stamp.now(),
                stamp.revisionId(),
                deployment,
                Map.of());
    }

    /** Where it stands in a list, as text that sorts so: by name, then {@code $LATEST}, then by number. */
    String order() {
        boolean latest = version.equals(LATEST);
        return name + '\0' + (latest ? "" : "0".repeat(RegistryLimits.VERSION_DIGITS - version.length()) + version);
    }

    /** The packages that it needs. */
    List<String> digests() {
        Stream<StoredCode> own = configuration.image().isPresent() ? Stream.of() : Stream.of(code);
        return Stream.concat(own, configuration.layers().stream().map(LayerUse::code))
                .map(StoredCode::digest)
                .distinct()
                .toList();
    }

    /** As Lambda tells it: base64 of a package's SHA-256, hexadecimal digits of an image's. */
    public String codeSha256() {
        return configuration.image().isPresent()
                ? code.digest()
                : Base64.getEncoder().encodeToString(HexFormat.of().parseHex(code.digest()));
    }

    /** What an invocation needs to know of it. */
    FunctionVersion toVersion(String arn) {
        return new FunctionVersion(
                arn,
                name,
                version,
                deployment,
                configuration.runtime(),
                configuration.handler(),
                Duration.ofSeconds(configuration.timeoutSeconds()),
                configuration.memoryMb(),
                configuration.ephemeralStorageMb(),
                configuration.environment(),
                code.digest(),
                configuration.logging().group(),
                configuration.layers().stream()
                        .map(layer -> layer.code().digest())
                        .toList(),
                configuration.logging(),
                !configuration.tenantIsolation().isEmpty(),
                configuration.snapStart().equals("PublishedVersions"),
                configuration.image(),
                configuration.vpc().securityGroupIds(),
                configuration.role());
    }

    /** Whether its environments are to start from a snapshot; only what never changes again has one. */
    boolean wantsSnapshot() {
        return configuration.snapStart().equals("PublishedVersions") && !version.equals(LATEST);
    }

    FunctionRecord withTags(Map<String, String> newTags) {
        return new FunctionRecord(
                name, version, configuration, code, state, update, lastModified, revisionId, deployment, newTags);
    }
}
