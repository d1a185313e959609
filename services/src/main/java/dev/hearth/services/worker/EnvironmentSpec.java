package dev.hearth.services.worker;

import java.time.Duration;
import java.util.Map;

/**
 * What an environment is started for: one revision of one function version.
 *
 * @param functionArn unqualified ARN
 * @param functionName name
 * @param version {@code $LATEST} or a number
 * @param revision the revision of code and configuration
 * @param runtime runtime identifier
 * @param handler handler string
 * @param timeout of one invocation
 * @param memoryMb memory limit, MiB
 * @param ephemeralStorageMb size of {@code /tmp}, MiB
 * @param environment the user's environment variables
 * @param codeDigest SHA-256 of the package, lower-case hexadecimal
 * @param logGroup log group
 */
public record EnvironmentSpec(
        String functionArn,
        String functionName,
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

    public EnvironmentSpec {
        environment = Map.copyOf(environment);
    }
}
