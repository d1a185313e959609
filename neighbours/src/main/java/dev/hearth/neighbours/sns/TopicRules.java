package dev.hearth.neighbours.sns;

import dev.hearth.core.AwsScope;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a topic may be called and have set (API reference, CreateTopic, SetTopicAttributes, TagResource). Pure. */
final class TopicRules {

    private static final Set<String> BOOLEANS = Set.of(Topic.FIFO, Topic.CONTENT_BASED);
    private static final Set<String> DOCUMENTS = Set.of("Policy", "DeliveryPolicy");
    private static final Set<String> OTHERS =
            Set.of("DisplayName", "KmsMasterKeyId", "SignatureVersion", "TracingConfig", "FifoThroughputScope");
    private static final String FEEDBACK =
            "(HTTP|Firehose|Lambda|Application|SQS)(SuccessFeedback(RoleArn|SampleRate)|FailureFeedbackRoleArn)";
    private static final int TAG_KEY_CHARS = 128;
    private static final int TAG_VALUE_CHARS = 256;

    private TopicRules() {}

    static void name(String name, Map<String, String> attributes) {
        boolean fifo = Boolean.parseBoolean(attributes.get(Topic.FIFO));
        boolean ok = fifo
                ? SnsLimits.FIFO_TOPIC_NAME.matcher(name).matches()
                : SnsLimits.TOPIC_NAME.matcher(name).matches();
        if (!ok) {
            throw SnsError.invalid("Topic Name");
        }
    }

    static void attribute(boolean fifo, String name, String value) {
        if (BOOLEANS.contains(name)) {
            if (!value.equals("true") && !value.equals("false")) {
                throw SnsError.invalid("Attributes Reason: " + name + ": Invalid value, must be true or false");
            }
            if (name.equals(Topic.CONTENT_BASED) && !fifo) {
                throw SnsError.invalid(
                        "Attributes Reason: Content-based deduplication can only be set for FIFO topics");
            }
        } else if (DOCUMENTS.contains(name)) {
            if (!value.isEmpty() && SmallDocument.texts(value) == null) {
                throw SnsError.invalid("Attributes Reason: " + name + ": failed to parse JSON");
            }
        } else if (name.equals("DisplayName")) {
            if (value.length() > SnsLimits.DISPLAY_NAME_CHARS) {
                throw SnsError.invalid("Attributes Reason: DisplayName: Display name must be at most 100 characters");
            }
        } else if (!OTHERS.contains(name) && !name.matches(FEEDBACK)) {
            throw SnsError.invalid("AttributeName");
        }
    }

    /** FifoTopic is part of what a topic is, and is never changed. */
    static void changed(Topic topic, String name, String value) {
        if (name.equals(Topic.FIFO)) {
            throw SnsError.invalid("AttributeName");
        }
        attribute(topic.isFifo(), name, value);
    }

    static void same(Topic existing, Map<String, String> attributes, Map<String, String> tags) {
        for (Map.Entry<String, String> wanted : attributes.entrySet()) {
            if (!wanted.getValue()
                    .equals(existing.attributes().getOrDefault(wanted.getKey(), absent(wanted.getKey())))) {
                throw SnsError.invalid("Attributes Reason: Topic already exists with different attributes");
            }
        }
        if (!tags.isEmpty() && !tags.equals(existing.tags())) {
            throw SnsError.invalid("Tags Reason: Topic already exists with different tags");
        }
    }

    private static String absent(String name) {
        return BOOLEANS.contains(name) ? "false" : "";
    }

    static Map<String, String> tags(Map<String, String> present, Map<String, String> added) {
        Map<String, String> all = new HashMap<>(present);
        added.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > TAG_KEY_CHARS || value.length() > TAG_VALUE_CHARS) {
                throw SnsError.invalid("Tags Reason: a key has 1 to 128 characters, a value 256 at most");
            }
            all.put(key, value);
        });
        if (all.size() > SnsLimits.TAGS) {
            throw SnsError.TAG_LIMIT_EXCEEDED.because("Could not complete request: tag quota of per resource exceeded");
        }
        return all;
    }

    /** Every attribute, with what AWS computes. */
    static Map<String, String> all(Topic topic, String arn, long confirmed, long pending, AwsScope scope) {
        Map<String, String> all = new HashMap<>(topic.attributes());
        all.put("TopicArn", arn);
        all.put("Owner", scope.account());
        all.putIfAbsent("DisplayName", "");
        all.put("Policy", policy(topic, arn, scope));
        all.put("SubscriptionsConfirmed", String.valueOf(confirmed));
        all.put("SubscriptionsPending", String.valueOf(pending));
        all.put("SubscriptionsDeleted", "0");
        all.put(
                "EffectiveDeliveryPolicy",
                HttpRetries.effective(topic.attributes().getOrDefault("DeliveryPolicy", "")));
        if (topic.isFifo()) {
            all.putIfAbsent(Topic.CONTENT_BASED, "false");
        }
        return all;
    }

    /** The topic's policy, or what stands for none. */
    static String policy(Topic topic, String arn, AwsScope scope) {
        String set = topic.attributes().getOrDefault("Policy", "");
        return set.isEmpty() ? defaultPolicy(arn, scope.account()) : set;
    }

    /** Who may do what unless a policy says otherwise: the account itself. */
    private static String defaultPolicy(String arn, String account) {
        return "{\"Version\":\"2008-10-17\",\"Id\":\"__default_policy_ID\","
                + "\"Statement\":[{\"Sid\":\"__default_statement_ID\","
                + "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":[\"SNS:GetTopicAttributes\","
                + "\"SNS:SetTopicAttributes\",\"SNS:AddPermission\",\"SNS:RemovePermission\",\"SNS:DeleteTopic\","
                + "\"SNS:Subscribe\",\"SNS:ListSubscriptionsByTopic\",\"SNS:Publish\"],\"Resource\":\"" + arn
                + "\",\"Condition\":{\"StringEquals\":{\"AWS:SourceOwner\":\"" + account + "\"}}}]}";
    }
}
