package dev.hearth.neighbours.ssm;

import java.util.List;

/**
 * One version of a parameter.
 *
 * @param name of the parameter
 * @param version counted from 1
 * @param type {@code String}, {@code StringList} or {@code SecureString}
 * @param value as it was given; a SecureString's is sealed in the store, and out of it unless decryption was asked for
 * @param description empty for none
 * @param allowedPattern a regular expression that its values match; empty for none
 * @param keyId the KMS key of a SecureString; empty for others
 * @param tier {@code Standard} or {@code Advanced}
 * @param dataType {@code text} or {@code aws:ec2:image}
 * @param policies a JSON list, kept as it was given; empty for none
 * @param modifiedMillis since 1970
 * @param modifiedBy the ARN of who wrote it
 * @param labels of this version
 */
public record ParameterVersion(
        String name,
        long version,
        String type,
        String value,
        String description,
        String allowedPattern,
        String keyId,
        String tier,
        String dataType,
        String policies,
        long modifiedMillis,
        String modifiedBy,
        List<String> labels) {

    /** The type whose values are sealed. */
    public static final String SECURE = "SecureString";

    public ParameterVersion {
        labels = List.copyOf(labels);
    }

    ParameterVersion withValue(String other) {
        return new ParameterVersion(
                name,
                version,
                type,
                other,
                description,
                allowedPattern,
                keyId,
                tier,
                dataType,
                policies,
                modifiedMillis,
                modifiedBy,
                labels);
    }

    ParameterVersion withLabels(List<String> others) {
        return new ParameterVersion(
                name,
                version,
                type,
                value,
                description,
                allowedPattern,
                keyId,
                tier,
                dataType,
                policies,
                modifiedMillis,
                modifiedBy,
                others);
    }

    boolean isSecure() {
        return type.equals(SECURE);
    }
}
