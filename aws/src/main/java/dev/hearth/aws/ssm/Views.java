package dev.hearth.aws.ssm;

import dev.hearth.neighbours.ssm.ParameterVersion;
import dev.hearth.neighbours.ssm.Ssm;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterInlinePolicy;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;

/** The SDK's types of what Parameter Store keeps. */
final class Views {

    private Views() {}

    static Parameter parameter(Ssm ssm, ParameterVersion version, String selector) {
        return Parameter.builder()
                .name(version.name())
                .type(version.type())
                .value(version.value())
                .version(version.version())
                .selector(selector.isEmpty() ? null : selector)
                .lastModifiedDate(Instant.ofEpochMilli(version.modifiedMillis()))
                .arn(ssm.arn(version.name()))
                .dataType(version.dataType())
                .build();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static List<ParameterInlinePolicy> policies(ParameterVersion version) {
        return version.policies().isEmpty()
                ? List.of()
                : List.of(ParameterInlinePolicy.builder()
                        .policyText(version.policies())
                        .policyStatus("Pending")
                        .build());
    }

    static ParameterMetadata metadata(Ssm ssm, ParameterVersion version) {
        return ParameterMetadata.builder()
                .name(version.name())
                .arn(ssm.arn(version.name()))
                .type(version.type())
                .keyId(orNull(version.keyId()))
                .lastModifiedDate(Instant.ofEpochMilli(version.modifiedMillis()))
                .lastModifiedUser(version.modifiedBy())
                .description(orNull(version.description()))
                .allowedPattern(orNull(version.allowedPattern()))
                .version(version.version())
                .tier(version.tier())
                .policies(policies(version))
                .dataType(version.dataType())
                .build();
    }

    static ParameterHistory history(ParameterVersion version) {
        return ParameterHistory.builder()
                .name(version.name())
                .type(version.type())
                .keyId(orNull(version.keyId()))
                .lastModifiedDate(Instant.ofEpochMilli(version.modifiedMillis()))
                .lastModifiedUser(version.modifiedBy())
                .description(orNull(version.description()))
                .value(version.value())
                .allowedPattern(orNull(version.allowedPattern()))
                .version(version.version())
                .labels(version.labels())
                .tier(version.tier())
                .policies(policies(version))
                .dataType(version.dataType())
                .build();
    }
}
