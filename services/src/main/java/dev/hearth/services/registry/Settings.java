package dev.hearth.services.registry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller said of a function's configuration, as received; null where nothing was said. See {@link
 * Configuration}.
 */
public record Settings(
        @Nullable String description,
        @Nullable String runtime,
        @Nullable String handler,
        @Nullable String role,
        @Nullable Integer timeoutSeconds,
        @Nullable Integer memoryMb,
        @Nullable Integer ephemeralStorageMb,
        @Nullable Map<String, String> environment,
        @Nullable List<String> architectures,
        @Nullable String tracingMode,
        @Nullable String deadLetterTarget,
        @Nullable String kmsKeyArn,
        @Nullable VpcSettings vpc,
        @Nullable Logging logging,
        @Nullable String snapStart,
        @Nullable List<String> layers,
        @Nullable String tenantIsolation,
        @Nullable ImageConfig image) {

    /** Nothing said at all. */
    public static final Settings NOTHING = new Settings(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** Nothing said of an image. */
    public Settings(
            @Nullable String description,
            @Nullable String runtime,
            @Nullable String handler,
            @Nullable String role,
            @Nullable Integer timeoutSeconds,
            @Nullable Integer memoryMb,
            @Nullable Integer ephemeralStorageMb,
            @Nullable Map<String, String> environment,
            @Nullable List<String> architectures,
            @Nullable String tracingMode,
            @Nullable String deadLetterTarget,
            @Nullable String kmsKeyArn,
            @Nullable VpcSettings vpc,
            @Nullable Logging logging,
            @Nullable String snapStart,
            @Nullable List<String> layers,
            @Nullable String tenantIsolation) {
        this(
                description,
                runtime,
                handler,
                role,
                timeoutSeconds,
                memoryMb,
                ephemeralStorageMb,
                environment,
                architectures,
                tracingMode,
                deadLetterTarget,
                kmsKeyArn,
                vpc,
                logging,
                snapStart,
                layers,
                tenantIsolation,
                null);
    }

    /** What was said of how a container image is run; null where nothing was said. */
    public record ImageConfig(
            @Nullable List<String> entryPoint,
            @Nullable List<String> command,
            @Nullable String workingDirectory) {}

    /** What was said of logging; null where nothing was said. See {@link LoggingSettings}. */
    public record Logging(
            @Nullable String format,
            @Nullable String applicationLevel,
            @Nullable String systemLevel,
            @Nullable String group) {}
}
