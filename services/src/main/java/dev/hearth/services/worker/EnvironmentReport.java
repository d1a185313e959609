package dev.hearth.services.worker;

/**
 * One environment, for status and placement.
 *
 * @param environmentId its id
 * @param functionArn unqualified ARN of its function
 * @param version version it serves
 * @param state {@code starting}, {@code idle}, {@code busy} or {@code ending}
 * @param memoryMb its memory limit, MiB
 * @param codeDigest SHA-256 of its package
 */
public record EnvironmentReport(
        String environmentId, String functionArn, String version, String state, int memoryMb, String codeDigest) {}
