package dev.hearth.services.registry;

import dev.hearth.core.FunctionImage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the invocation path needs to know of one function version.
 *
 * @param functionArn unqualified ARN
 * @param name function name
 * @param version {@code $LATEST} or a number
 * @param revision changes whenever code or configuration change; environments belong to exactly one revision
 * @param runtime runtime identifier, for example {@code python3.11}
 * @param handler handler string
 * @param timeout 1 to 900 seconds
 * @param memoryMb 128 to 10,240
 * @param ephemeralStorageMb 512 to 10,240
 * @param environment the user's environment variables
 * @param codeDigest SHA-256 of the package, lower-case hexadecimal
 * @param logGroup log group of its environments
 * @param layerDigests SHA-256 of the packages of its layers, in the order in which they are merged into {@code /opt}
 * @param logging how its log is written; its group is {@code logGroup}
 * @param image the container image that it runs, in the place of runtime, code and layers; empty for a package
 * @param tenantIsolation whether an environment serves invocations of one tenant only
 * @param securityGroups ids of the security groups that it is in; none when it is in no VPC
 * @param snapStart whether a published version's environments are to start from a snapshot
 * @param role ARN of its execution role
 */
public record FunctionVersion(
        String functionArn,
        String name,
        String version,
        String revision,
        String runtime,
        String handler,
        Duration timeout,
        int memoryMb,
        int ephemeralStorageMb,
        Map<String, String> environment,
        String codeDigest,
        String logGroup,
        List<String> layerDigests,
        LoggingSettings logging,
        boolean tenantIsolation,
        boolean snapStart,
        Optional<FunctionImage> image,
        List<String> securityGroups,
        String role) {

    public FunctionVersion {
        securityGroups = List.copyOf(securityGroups);
        environment = Map.copyOf(environment);
        layerDigests = List.copyOf(layerDigests);
    }

    /** A version with a deployment package. */
    public FunctionVersion(
            String functionArn,
            String name,
            String version,
            String revision,
            String runtime,
            String handler,
            Duration timeout,
            int memoryMb,
            int ephemeralStorageMb,
            Map<String, String> environment,
            String codeDigest,
            String logGroup,
            List<String> layerDigests,
            LoggingSettings logging,
            boolean tenantIsolation,
            boolean snapStart) {
        this(
                functionArn,
                name,
                version,
                revision,
                runtime,
                handler,
                timeout,
                memoryMb,
                ephemeralStorageMb,
                environment,
                codeDigest,
                logGroup,
                layerDigests,
                logging,
                tenantIsolation,
                snapStart,
                Optional.empty(),
                List.of(),
                "");
    }

    /** A version without layers and tenants, whose log is text. */
    public FunctionVersion(
            String functionArn,
            String name,
            String version,
            String revision,
            String runtime,
            String handler,
            Duration timeout,
            int memoryMb,
            int ephemeralStorageMb,
            Map<String, String> environment,
            String codeDigest,
            String logGroup) {
        this(
                functionArn,
                name,
                version,
                revision,
                runtime,
                handler,
                timeout,
                memoryMb,
                ephemeralStorageMb,
                environment,
                codeDigest,
                logGroup,
                List.of(),
                new LoggingSettings("Text", "", "", logGroup),
                false,
                false);
    }
}
