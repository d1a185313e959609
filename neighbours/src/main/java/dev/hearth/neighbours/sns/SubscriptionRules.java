package dev.hearth.neighbours.sns;

import dev.hearth.core.AwsScope;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may subscribe to a topic, and what may be set on it (API reference, Subscribe, SetSubscriptionAttributes). Pure.
 */
final class SubscriptionRules {

    private static final Set<String> INSIDE = Set.of("sqs", "lambda");
    private static final Set<String> CONFIRMING = Set.of("http", "https", "email", "email-json");
    private static final Set<String> NOT_SERVED = Set.of("sms", "application", "firehose");
    private static final Set<String> SCOPES = Set.of("MessageAttributes", "MessageBody");

    private SubscriptionRules() {}

    /** Whether the endpoint has to confirm, because it is outside AWS. */
    static boolean confirms(String protocol) {
        return CONFIRMING.contains(protocol);
    }

    static void endpoint(Topic topic, String protocol, String endpoint) {
        if (NOT_SERVED.contains(protocol)) {
            throw SnsError.invalid("Protocol Reason: " + protocol + " subscriptions are not served here");
        }
        if (!INSIDE.contains(protocol) && !CONFIRMING.contains(protocol)) {
            throw SnsError.invalid("Amazon SNS does not support this protocol string: " + protocol);
        }
        if (topic.isFifo() && !INSIDE.contains(protocol)) {
            throw SnsError.invalid("Protocol Reason: FIFO topics deliver to SQS queues and Lambda functions only");
        }
        boolean ok = switch (protocol) {
            case "sqs" -> endpoint.startsWith("arn:aws:sqs:");
            case "lambda" -> endpoint.startsWith("arn:aws:lambda:");
            case "http" -> endpoint.startsWith("http://");
            case "https" -> endpoint.startsWith("https://");
            default -> endpoint.contains("@");
        };
        if (!ok) {
            throw SnsError.invalid(
                    switch (protocol) {
                        case "sqs" -> "SQS endpoint ARN";
                        case "lambda" -> "Lambda endpoint ARN";
                        case "http", "https" -> "Endpoint must match the specified protocol";
                        default -> "Email address";
                    });
        }
        if (protocol.equals("sqs") && endpoint.endsWith(".fifo") && !topic.isFifo()) {
            throw SnsError.invalid(
                    "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
        }
    }

    static void attributes(String protocol, Map<String, String> attributes) {
        attributes.forEach((name, value) -> attribute(protocol, name, value));
        String filter = attributes.getOrDefault(Subscription.FILTER, "");
        if (!filter.isEmpty()) {
            FilterPolicy.compile(filter, "MessageBody".equals(attributes.get(Subscription.SCOPE)));
        }
    }

    private static void attribute(String protocol, String name, String value) {
        switch (name) {
            case Subscription.RAW -> {
                if (!value.equals("true") && !value.equals("false")) {
                    throw SnsError.invalid("Attributes Reason: RawMessageDelivery: Invalid value [" + value
                            + "]. Must be true or false.");
                }
                if (value.equals("true") && protocol.equals("lambda")) {
                    throw SnsError.invalid(
                            "Attributes Reason: Delivery protocol [lambda] does not support raw message delivery.");
                }
            }
            case Subscription.SCOPE -> {
                if (!SCOPES.contains(value)) {
                    throw SnsError.invalid("FilterPolicyScope: Invalid value [" + value
                            + "]. Please use either MessageBody or MessageAttributes");
                }
            }
            case Subscription.REDRIVE -> {
                if (!value.isEmpty() && deadLetterQueue(value) == null) {
                    throw SnsError.invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn");
                }
            }
            case Subscription.DELIVERY -> {
                if (!value.isEmpty() && SmallDocument.texts(value) == null) {
                    throw SnsError.invalid("DeliveryPolicy: failed to parse JSON");
                }
            }
            case Subscription.FILTER, "SubscriptionRoleArn" -> {}
            default -> throw SnsError.invalid("AttributeName");
        }
    }

    /** The queue that a RedrivePolicy names; null when there is none, or it is none. */
    static @Nullable String deadLetterQueue(@Nullable String redrive) {
        Map<String, String> policy = redrive == null ? null : SmallDocument.texts(redrive);
        String arn = policy == null ? null : policy.get("deadLetterTargetArn");
        return arn != null && arn.startsWith("arn:aws:sqs:") ? arn : null;
    }

    /** Every attribute, with what AWS computes. */
    static Map<String, String> all(Subscription subscription, String arn, String topicArn, AwsScope scope) {
        Map<String, String> all = new HashMap<>(subscription.attributes());
        all.put("SubscriptionArn", arn);
        all.put("TopicArn", topicArn);
        all.put("Protocol", subscription.protocol());
        all.put("Endpoint", subscription.endpoint());
        all.put("Owner", scope.account());
        all.put("SubscriptionPrincipal", "arn:aws:iam::" + scope.account() + ":root");
        all.put("PendingConfirmation", String.valueOf(!subscription.isConfirmed()));
        all.put("ConfirmationWasAuthenticated", String.valueOf(!confirms(subscription.protocol())));
        all.putIfAbsent(Subscription.RAW, "false");
        if (all.containsKey(Subscription.FILTER)) {
            all.putIfAbsent(Subscription.SCOPE, "MessageAttributes");
        }
        return all;
    }
}
