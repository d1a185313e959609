package dev.hearth.neighbours.s3;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom a bucket tells of which events (user guide, "Amazon S3 Event Notifications").
 *
 * @param id of the configuration
 * @param target ARN of a function, queue or topic
 * @param events such as {@code s3:ObjectCreated:*}
 * @param prefix of the keys it is told of
 * @param suffix of the keys it is told of
 */
public record NotificationRule(String id, String target, List<String> events, String prefix, String suffix) {

    /** The elements of targets: of their configuration, and of the ARN in it. */
    private static final Map<String, String> TARGETS = Map.of(
            "TopicConfiguration", "Topic",
            "QueueConfiguration", "Queue",
            "CloudFunctionConfiguration", "CloudFunction");

    private static final Map<String, String> SERVICES =
            Map.of("TopicConfiguration", "sns", "QueueConfiguration", "sqs", "CloudFunctionConfiguration", "lambda");

    private static final Set<String> EVENTS = Set.of(
            "s3:ObjectCreated:*",
            "s3:ObjectCreated:Put",
            "s3:ObjectCreated:Post",
            "s3:ObjectCreated:Copy",
            "s3:ObjectCreated:CompleteMultipartUpload",
            "s3:ObjectRemoved:*",
            "s3:ObjectRemoved:Delete",
            "s3:ObjectRemoved:DeleteMarkerCreated",
            "s3:ObjectTagging:*",
            "s3:ObjectTagging:Put",
            "s3:ObjectTagging:Delete",
            "s3:ObjectAcl:Put",
            "s3:LifecycleExpiration:*",
            "s3:LifecycleExpiration:Delete",
            "s3:LifecycleExpiration:DeleteMarkerCreated",
            "s3:LifecycleTransition",
            "s3:IntelligentTiering",
            "s3:ObjectRestore:*",
            "s3:ObjectRestore:Post",
            "s3:ObjectRestore:Completed",
            "s3:ObjectRestore:Delete",
            "s3:Replication:*",
            "s3:Replication:OperationFailedReplication",
            "s3:Replication:OperationMissedThreshold",
            "s3:Replication:OperationReplicatedAfterThreshold",
            "s3:Replication:OperationNotTracked",
            "s3:ReducedRedundancyLostObject");

    /** The rules of a document; refuses what cannot be one. */
    public static List<NotificationRule> of(Element document) {
        List<NotificationRule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Element child : document.children()) {
            String arn = TARGETS.get(child.name());
            if (arn != null) {
                NotificationRule rule = rule(child, child.text(arn));
                String service = SERVICES.getOrDefault(child.name(), "");
                if (!rule.target().startsWith("arn:aws:" + service + ":")) {
                    throw S3Error.INVALID_ARGUMENT.because("The ARN is not well formed");
                }
                if (!rule.id().isEmpty() && !ids.add(rule.id())) {
                    throw S3Error.INVALID_ARGUMENT.because(
                            "Same ID used for multiple configurations. IDs must be" + " unique");
                }
                rules.add(rule);
            }
        }
        return rules;
    }

    private static NotificationRule rule(Element child, String target) {
        List<String> events =
                child.children("Event").stream().map(Element::text).toList();
        if (events.isEmpty()) {
            throw S3Error.MALFORMED_XML.thrown();
        }
        for (String event : events) {
            if (!EVENTS.contains(event)) {
                throw S3Error.INVALID_ARGUMENT.because("The event '" + event + "' is not supported for notifications");
            }
        }
        String prefix = "";
        String suffix = "";
        for (Element filter : child.child("Filter").child("S3Key").children("FilterRule")) {
            switch (filter.text("Name").toLowerCase(java.util.Locale.ROOT)) {
                case "prefix" -> prefix = filter.text("Value");
                case "suffix" -> suffix = filter.text("Value");
                default -> throw S3Error.INVALID_ARGUMENT.because("filter rule name must be either prefix or suffix");
            }
        }
        return new NotificationRule(child.text("Id"), target, events, prefix, suffix);
    }

    /** Whether it is told of {@code event}, without {@code s3:}, of {@code key}. */
    boolean matches(String event, String key) {
        return key.startsWith(prefix)
                && key.endsWith(suffix)
                && events.stream().anyMatch(wanted -> isFor(wanted, "s3:" + event));
    }

    private static boolean isFor(String wanted, String event) {
        return wanted.equals(event)
                || wanted.endsWith("*") && event.startsWith(wanted.substring(0, wanted.length() - 1));
    }
}
