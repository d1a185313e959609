package dev.hearth.neighbours.scheduler;

import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.outbox.Parcel;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Targets that are operations of APIs (user guide, "Using universal targets"): what their input says. Pure. */
public interface UniversalTarget {

    /** The operations that are served. */
    Set<String> OPERATIONS = Set.of("lambda:invoke", "sqs:sendMessage", "sns:publish");

    /** What {@code parcel}, whose target is an operation, brings to which resource; refuses what is not understood. */
    static Parcel resolve(Parcel parcel, AwsScope scope) {
        Map<String, String> input = InputJson.texts(parcel.body());
        if (input == null) {
            throw SchedulerError.VALIDATION.because("The Input is no JSON object of texts.");
        }
        Map<String, String> options = new HashMap<>();
        return switch (operation(parcel.target())) {
            case "lambda:invoke" ->
                Parcel.of(function(need(input, "FunctionName"), scope), input.getOrDefault("Payload", "{}"));
            case "sqs:sendMessage" -> {
                put(options, Parcel.GROUP, input.get("MessageGroupId"));
                put(options, Parcel.DEDUPLICATION, input.get("MessageDeduplicationId"));
                String url = need(input, "QueueUrl");
                String name = url.substring(url.lastIndexOf('/') + 1);
                yield new Parcel(scope.arn("sqs", name), need(input, "MessageBody"), Map.of(), options);
            }
            case "sns:publish" -> {
                put(options, Parcel.SUBJECT, input.get("Subject"));
                put(options, Parcel.GROUP, input.get("MessageGroupId"));
                put(options, Parcel.DEDUPLICATION, input.get("MessageDeduplicationId"));
                yield new Parcel(need(input, "TopicArn"), need(input, "Message"), Map.of(), options);
            }
            default -> throw SchedulerError.VALIDATION.because(parcel.target() + " is not a valid service/operation");
        };
    }

    private static String operation(String target) {
        return target.startsWith(ScheduleTarget.UNIVERSAL) ? target.substring(ScheduleTarget.UNIVERSAL.length()) : "";
    }

    /** Refuses operations that are not served, and inputs that can never be understood. */
    static void check(ScheduleTarget target) {
        if (!OPERATIONS.contains(operation(target.arn()))) {
            throw SchedulerError.VALIDATION.because("Hearth does not call " + target.arn() + ": it knows "
                    + String.join(", ", OPERATIONS.stream().sorted().toList()) + ".");
        }
        String input = target.input();
        resolve(Parcel.of(target.arn(), input == null ? "{}" : input), new AwsScope("", ""));
    }

    private static String need(Map<String, String> input, String member) {
        String value = input.get(member);
        if (value == null || value.isEmpty()) {
            throw SchedulerError.VALIDATION.because("The Input must have the parameter " + member + ".");
        }
        return value;
    }

    private static String function(String name, AwsScope scope) {
        return name.startsWith("arn:") ? name : scope.arn("lambda", "function:" + name);
    }

    private static void put(Map<String, String> options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }
}
