package dev.hearth.services.registry;

import dev.hearth.core.FunctionImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of a function version, complete: every default is filled in.
 *
 * @param description at most 256 characters
 * @param runtime runtime identifier
 * @param handler handler string, at most 128 characters
 * @param role ARN of the execution role; kept, never assumed
 * @param timeoutSeconds 1 to 900
 * @param memoryMb 128 to 10,240
 * @param ephemeralStorageMb 512 to 10,240
 * @param environment the user's environment variables
 * @param architecture {@code x86_64} or {@code arm64}
 * @param tracingMode {@code PassThrough} or {@code Active}
 * @param deadLetterTarget ARN, or empty
 * @param kmsKeyArn ARN, or empty; kept, nothing is encrypted with it
 * @param vpc kept and returned; Hearth has no VPC
 * @param logging where and how the log is written
 * @param snapStart {@code None} or {@code PublishedVersions}
 * @param layers merged into {@code /opt} in this order
 * @param tenantIsolation {@code PER_TENANT}, or empty
 * @param image the container image, in the place of runtime, handler, code and layers; empty for a package
 */
public record Configuration(
        String description,
        String runtime,
        String handler,
        String role,
        int timeoutSeconds,
        int memoryMb,
        int ephemeralStorageMb,
        Map<String, String> environment,
        String architecture,
        String tracingMode,
        String deadLetterTarget,
        String kmsKeyArn,
        VpcSettings vpc,
        LoggingSettings logging,
        String snapStart,
        List<LayerUse> layers,
        String tenantIsolation,
        Optional<FunctionImage> image) {

    public Configuration {
        environment = Map.copyOf(environment);
        layers = List.copyOf(layers);
    }

    /** The configuration of a function with a deployment package. */
    public Configuration(
            String description,
            String runtime,
            String handler,
            String role,
            int timeoutSeconds,
            int memoryMb,
            int ephemeralStorageMb,
            Map<String, String> environment,
            String architecture,
            String tracingMode,
            String deadLetterTarget,
            String kmsKeyArn,
            VpcSettings vpc,
            LoggingSettings logging,
            String snapStart,
            List<LayerUse> layers,
            String tenantIsolation) {
        this(
                description,
                runtime,
                handler,
                role,
                timeoutSeconds,
                memoryMb,
                ephemeralStorageMb,
                environment,
                architecture,
                tracingMode,
                deadLetterTarget,
                kmsKeyArn,
                vpc,
                logging,
                snapStart,
                layers,
                tenantIsolation,
                Optional.empty());
    }

    Configuration withImage(FunctionImage other) {
        return with(description, architecture, layers, Optional.of(other));
    }

    Configuration withArchitecture(String other) {
        return with(description, other, layers, image);
    }

    Configuration withDescription(String other) {
        return with(other, architecture, layers, image);
    }

    Configuration withLayers(List<LayerUse> other) {
        return with(description, architecture, other, image);
    }

    private Configuration with(
            String newDescription, String newArchitecture, List<LayerUse> newLayers, Optional<FunctionImage> newImage) {
        return new Configuration(
                newDescription,
                runtime,
                handler,
                role,
                timeoutSeconds,
                memoryMb,
                ephemeralStorageMb,
                environment,
                newArchitecture,
                tracingMode,
                deadLetterTarget,
                kmsKeyArn,
                vpc,
                logging,
                snapStart,
                newLayers,
                tenantIsolation,
                newImage);
    }
}
