package dev.hearth.aws.cloudformation;

import dev.hearth.neighbours.cloudformation.CloudFormationError;
import dev.hearth.neighbours.cloudformation.StackOperation.OnFailure;
import dev.hearth.neighbours.cloudformation.StackRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;

/** What callers ask for, in the neighbour's words. */
final class Requests {

    private Requests() {}

    static <T> T needed(@Nullable T value, String member) {
        if (value == null) {
            throw CloudFormationError.VALIDATION.because("1 validation error detected: Value null at '" + member
                    + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static Map<String, @Nullable String> parameters(List<Parameter> parameters) {
        Map<String, @Nullable String> given = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            String key = needed(parameter.parameterKey(), "parameters.member.parameterKey");
            boolean previous = Boolean.TRUE.equals(parameter.usePreviousValue());
            if (previous && parameter.parameterValue() != null) {
                throw CloudFormationError.VALIDATION.because("Invalid input for parameter key " + key
                        + ". Cannot specify usePreviousValue as true and" + " non empty value for a parameter");
            }
            given.put(key, previous ? null : text(parameter.parameterValue()));
        }
        return given;
    }

    private static @Nullable Map<String, String> tags(boolean said, List<Tag> tags) {
        if (!said) {
            return null;
        }
        Map<String, String> given = new LinkedHashMap<>();
        tags.forEach(tag -> given.put(needed(tag.key(), "tags.member.key"), text(tag.value())));
        return given;
    }

    static StackRequest of(CreateStackRequest request) {
        return new StackRequest(
                needed(request.stackName(), "stackName"),
                request.templateBody(),
                request.templateURL(),
                false,
                parameters(request.parameters()),
                request.capabilitiesAsStrings(),
                tags(request.hasTags(), request.tags()),
                request.hasNotificationARNs() ? request.notificationARNs() : null,
                request.roleARN(),
                text(request.clientRequestToken()));
    }

    static StackRequest of(UpdateStackRequest request) {
        return new StackRequest(
                needed(request.stackName(), "stackName"),
                request.templateBody(),
                request.templateURL(),
                Boolean.TRUE.equals(request.usePreviousTemplate()),
                parameters(request.parameters()),
                request.capabilitiesAsStrings(),
                tags(request.hasTags(), request.tags()),
                request.hasNotificationARNs() ? request.notificationARNs() : null,
                request.roleARN(),
                text(request.clientRequestToken()));
    }

    static StackRequest of(CreateChangeSetRequest request) {
        return new StackRequest(
                needed(request.stackName(), "stackName"),
                request.templateBody(),
                request.templateURL(),
                Boolean.TRUE.equals(request.usePreviousTemplate()),
                parameters(request.parameters()),
                request.capabilitiesAsStrings(),
                tags(request.hasTags(), request.tags()),
                request.hasNotificationARNs() ? request.notificationARNs() : null,
                request.roleARN(),
                text(request.clientToken()));
    }

    /** A template alone. */
    static StackRequest template(@Nullable String name, @Nullable String body, @Nullable String url) {
        return new StackRequest(text(name), body, url, false, Map.of(), List.of(), null, null, null, "");
    }

    static OnFailure onFailure(@Nullable String word, @Nullable Boolean disableRollback) {
        if (word != null && disableRollback != null) {
            throw CloudFormationError.VALIDATION.because(
                    "You can specify either DisableRollback or OnFailure, not both");
        }
        if (word == null) {
            return Boolean.TRUE.equals(disableRollback) ? OnFailure.DO_NOTHING : OnFailure.ROLLBACK;
        }
        return switch (word) {
            case "DO_NOTHING" -> OnFailure.DO_NOTHING;
            case "DELETE" -> OnFailure.DELETE;
            case "ROLLBACK" -> OnFailure.ROLLBACK;
            default ->
                throw CloudFormationError.VALIDATION.because("1 validation error detected: Value '" + word
                        + "' at 'onFailure' failed to satisfy constraint: Member must satisfy enum value set:"
                        + " [ROLLBACK, DELETE, DO_NOTHING]");
        };
    }
}
