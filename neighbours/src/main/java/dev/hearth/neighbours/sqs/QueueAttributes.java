package dev.hearth.neighbours.sqs;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which attributes a queue may have, and with which values (API reference, SetQueueAttributes); pure checks. */
final class QueueAttributes {

    /** A whole number within bounds, and what it is when nobody sets it. */
    private record Range(int least, int most, int preset) {}

    private static final Map<String, Range> NUMBERS = Map.of(
            "DelaySeconds", new Range(0, SqsLimits.MAX_DELAY_SECONDS, 0),
            "MaximumMessageSize",
                    new Range(SqsLimits.LEAST_MAXIMUM_BYTES, SqsLimits.MESSAGE_BYTES, SqsLimits.MESSAGE_BYTES),
            "MessageRetentionPeriod",
                    new Range(SqsLimits.LEAST_RETENTION_SECONDS, SqsLimits.MAX_RETENTION_SECONDS, 345_600),
            "ReceiveMessageWaitTimeSeconds", new Range(0, SqsLimits.MAX_WAIT_SECONDS, 0),
            "VisibilityTimeout", new Range(0, SqsLimits.MAX_VISIBILITY_SECONDS, 30),
            "KmsDataKeyReusePeriodSeconds", new Range(60, 86_400, 300));

    private static final Map<String, Set<String>> FIFO_ONLY = Map.of(
            "ContentBasedDeduplication", Set.of("true", "false"),
            "DeduplicationScope", Set.of("messageGroup", "queue"),
            "FifoThroughputLimit", Set.of("perQueue", "perMessageGroupId"));

    private static final Map<String, String> FIFO_PRESETS = Map.of(
            "ContentBasedDeduplication", "false",
            "DeduplicationScope", "queue",
            "FifoThroughputLimit", "perQueue",
            "FifoQueue", "true");

    /** What only Hearth itself tells. */
    static final List<String> TOLD = List.of(
            "QueueArn",
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
            "CreatedTimestamp",
            "LastModifiedTimestamp");

    private static final Set<String> OTHERS = Set.of(
            "Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId", "SqsManagedSseEnabled", "FifoQueue");

    private QueueAttributes() {}

    /** Whether AWS knows an attribute of this name. */
    static boolean isKnown(String name) {
        return NUMBERS.containsKey(name)
                || FIFO_ONLY.containsKey(name)
                || OTHERS.contains(name)
                || TOLD.contains(name)
                || name.equals("All");
    }

    /** The queue's attributes with AWS's presets for those that nobody set. */
    static Map<String, String> effective(Queue queue) {
        Map<String, String> all = new TreeMap<>();
        NUMBERS.forEach((name, range) -> {
            if (!name.startsWith("Kms")) {
                all.put(name, Integer.toString(range.preset));
            }
        });
        if (queue.isFifo()) {
            all.putAll(FIFO_PRESETS);
        }
        all.put("SqsManagedSseEnabled", Boolean.toString(!queue.attributes().containsKey("KmsMasterKeyId")));
        all.putAll(queue.attributes());
        if (all.containsKey("KmsMasterKeyId")) {
            all.putIfAbsent("KmsDataKeyReusePeriodSeconds", "300");
        }
        return all;
    }

    /** Refuses what may not be set on a queue of this name. */
    static void check(String queue, Map<String, String> attributes, AwsScope scope) {
        boolean fifo = queue.endsWith(".fifo");
        attributes.forEach((name, value) -> check(fifo, name, value, scope));
        boolean perGroup = "perMessageGroupId".equals(attributes.get("FifoThroughputLimit"));
        if (perGroup && "queue".equals(attributes.get("DeduplicationScope"))) {
            throw invalid("FifoThroughputLimit", "perMessageGroupId needs the DeduplicationScope messageGroup.");
        }
        if (attributes.containsKey("KmsMasterKeyId")
                && !attributes.get("KmsMasterKeyId").isEmpty()
                && "true".equals(attributes.get("SqsManagedSseEnabled"))) {
            throw SqsError.INVALID_ATTRIBUTE_VALUE.because(
                    "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or"
                            + " SQS SSE.");
        }
    }

    private static void check(boolean fifo, String name, String value, AwsScope scope) {
        if (!isKnown(name) || TOLD.contains(name) || name.equals("All")) {
            throw SqsError.INVALID_ATTRIBUTE_NAME.because("Unknown Attribute " + shown(name) + ".");
        }
        Range range = NUMBERS.get(name);
        if (range != null) {
            number(name, value, range);
        } else if (FIFO_ONLY.containsKey(name)) {
            if (!fifo) {
                throw SqsError.INVALID_ATTRIBUTE_NAME.because(
                        "You can specify the " + name + " only when FifoQueue is set to true.");
            }
            oneOf(name, value, FIFO_ONLY.get(name));
        } else if (!value.isEmpty()) {
            other(fifo, name, value, scope);
        }
    }

    private static void other(boolean fifo, String name, String value, AwsScope scope) {
        switch (name) {
            case "FifoQueue" -> {
                oneOf(name, value, Set.of("true", "false"));
                if (fifo != Boolean.parseBoolean(value)) {
                    throw fifo
                            ? SqsError.INVALID_PARAMETER_VALUE.because("The name of a FIFO queue can only include"
                                    + " alphanumeric characters, hyphens, or underscores, must end with .fifo suffix"
                                    + " and be 1 to 80 in length.")
                            : SqsError.INVALID_ATTRIBUTE_NAME.because("Unknown Attribute FifoQueue.");
                }
            }
            case "SqsManagedSseEnabled" -> oneOf(name, value, Set.of("true", "false"));
            case "RedrivePolicy" -> Redrive.parse(value, scope);
            case "RedriveAllowPolicy" -> AllowPolicy.parse(value);
            case "Policy" -> {
                if (value.length() > SqsLimits.POLICY_CHARS || !SmallJson.isObject(value)) {
                    throw invalid(name, "Policy is not a valid JSON document.");
                }
            }
            default -> {
                // A KMS key's name is kept as it is: nothing is encrypted with it.
            }
        }
    }

    private static void number(String name, String value, Range range) {
        try {
            int number = Integer.parseInt(value);
            if (number >= range.least && number <= range.most) {
                return;
            }
        } catch (NumberFormatException notANumber) {
            // The same answer as for a number out of range.
        }
        throw invalid(name, "Must be an integer from " + range.least + " to " + range.most + ".");
    }

    private static void oneOf(String name, String value, Set<String> allowed) {
        if (!allowed.contains(value)) {
            throw invalid(name, "Must be one of " + new java.util.TreeSet<>(allowed) + ".");
        }
    }

    private static FaultException invalid(String name, String reason) {
        return SqsError.INVALID_ATTRIBUTE_VALUE.because(
                "Invalid value for the parameter " + name + ". Reason: " + reason);
    }

    private static String shown(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "...";
    }
}
