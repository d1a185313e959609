package dev.hearth.neighbours.resources;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of SQS and SNS, whose settings are maps of texts in their APIs. */
final class MessagingTypes {

    private static final String SQS = "sqs";
    private static final String SNS = "sns";
    private static final int QUEUE_CHARS = 80;
    private static final int TOPIC_CHARS = 256;

    private MessagingTypes() {}

    static List<ResourceType> all() {
        return List.of(
                queue(),
                queuePolicy("AWS::SQS::QueuePolicy"),
                queuePolicy("AWS::SQS::QueueInlinePolicy"),
                topic(),
                subscription(),
                topicPolicy("AWS::SNS::TopicPolicy"),
                topicPolicy("AWS::SNS::TopicInlinePolicy"));
    }

    private static ResourceType queue() {
        return Declared.of("AWS::SQS::Queue", SQS)
                .create("CreateQueue", wish -> {
                    Map<String, Object> input = new LinkedHashMap<>();
                    input.put("QueueName", queueName(wish));
                    input.put("Attributes", texts(Properties.without(wish, "QueueName", "Tags")));
                    input.put("Tags", wish.allTags());
                    return input;
                })
                .id((wish, response) -> Properties.text(response, "QueueUrl"))
                .find((wish, calls) -> {
                    try {
                        String name = queueName(wish);
                        return Properties.text(calls.call(SQS, "GetQueueUrl", Map.of("QueueName", name)), "QueueUrl");
                    } catch (FaultException missing) {
                        return null;
                    }
                })
                .looksFirst()
                .marked(Mark.tag(SQS, "ListQueueTags", (url, wish) -> Map.of("QueueUrl", url)))
                .computed("Arn", (id, wish) -> wish.scope().arn(SQS, queueName(wish)))
                .computed("QueueName", (id, wish) -> queueName(wish))
                .computed("QueueUrl", (id, wish) -> id)
                .replacing("QueueName", "FifoQueue")
                .after(MessagingTypes::changeQueue)
                .delete("DeleteQueue", (id, wish) -> Map.of("QueueUrl", id));
    }

    private static String queueName(Wish wish) {
        boolean fifo = wish.text("FifoQueue", "").equals("true");
        return fifo && !wish.properties().containsKey("QueueName")
                ? wish.madeUp(QUEUE_CHARS - 5) + ".fifo"
                : wish.name("QueueName", QUEUE_CHARS);
    }

    private static void changeQueue(String url, @Nullable Wish before, Wish now, AwsCalls calls) {
        if (before == null) {
            return;
        }
        Map<String, Object> attributes = changedTexts(
                before,
                now,
                List.of("QueueName", "Tags", "FifoQueue"),
                Map.of(
                        "DelaySeconds", "0",
                        "MaximumMessageSize", "262144",
                        "MessageRetentionPeriod", "345600",
                        "ReceiveMessageWaitTimeSeconds", "0",
                        "VisibilityTimeout", "30"));
        if (!attributes.isEmpty()) {
            calls.call(SQS, "SetQueueAttributes", Map.of("QueueUrl", url, "Attributes", attributes));
        }
        Map<String, String> tags = now.allTags();
        List<String> gone = before.allTags().keySet().stream()
                .filter(key -> !tags.containsKey(key))
                .toList();
        if (!gone.isEmpty()) {
            calls.call(SQS, "UntagQueue", Map.of("QueueUrl", url, "TagKeys", gone));
        }
        if (!tags.equals(before.allTags()) && !tags.isEmpty()) {
            calls.call(SQS, "TagQueue", Map.of("QueueUrl", url, "Tags", tags));
        }
    }

    /** The changed properties as texts; one that was taken out is what it is by default. */
    private static Map<String, Object> changedTexts(
            Wish before, Wish now, List<String> apart, Map<String, String> byDefault) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String name : Properties.changed(before.properties(), now.properties())) {
            if (!apart.contains(name)) {
                Object value = now.properties().get(name);
                attributes.put(name, value == null ? byDefault.getOrDefault(name, "") : Tree.text(value));
            }
        }
        return attributes;
    }

    private static Map<String, Object> texts(Map<String, Object> properties) {
        Map<String, Object> texts = new LinkedHashMap<>();
        properties.forEach((name, value) -> texts.put(name, Tree.text(value)));
        return texts;
    }

    private static ResourceType queuePolicy(String name) {
        return new EachPolicy(
                name,
                "Queues",
                "Queue",
                (queue, policy, calls) -> calls.call(
                        SQS, "SetQueueAttributes", Map.of("QueueUrl", queue, "Attributes", Map.of("Policy", policy))));
    }

    private static ResourceType topicPolicy(String name) {
        return new EachPolicy(
                name,
                "Topics",
                "TopicArn",
                (topic, policy, calls) -> calls.call(
                        SNS,
                        "SetTopicAttributes",
                        Map.of("TopicArn", topic, "AttributeName", "Policy", "AttributeValue", policy)));
    }

    private static ResourceType topic() {
        return Declared.of("AWS::SNS::Topic", SNS)
                .create("CreateTopic", wish -> {
                    Map<String, Object> input = new LinkedHashMap<>();
                    input.put("Name", topicName(wish));
                    input.put(
                            "Attributes",
                            texts(Properties.without(
                                    wish,
                                    "TopicName",
                                    "Tags",
                                    "Subscription",
                                    "DataProtectionPolicy",
                                    "DeliveryStatusLogging")));
                    input.put("Tags", wish.tagList());
                    return input;
                })
                .id((wish, response) -> wish.scope().arn(SNS, topicName(wish)))
                .find(MessagingTypes::topicThere)
                .looksFirst()
                .marked(Mark.tag(SNS, "ListTagsForResource", (arn, wish) -> Map.of("ResourceArn", arn)))
                .computed("TopicArn", (id, wish) -> id)
                .computed("TopicName", (id, wish) -> topicName(wish))
                .replacing("TopicName", "FifoTopic")
                .after(MessagingTypes::changeTopic)
                .delete("DeleteTopic", (id, wish) -> Map.of("TopicArn", id));
    }

    private static @Nullable String topicThere(Wish wish, AwsCalls calls) {
        String arn = wish.scope().arn(SNS, topicName(wish));
        try {
            calls.call(SNS, "GetTopicAttributes", Map.of("TopicArn", arn));
            return arn;
        } catch (FaultException missing) {
            return null;
        }
    }

    private static String topicName(Wish wish) {
        boolean fifo = wish.text("FifoTopic", "").equals("true");
        return fifo && !wish.properties().containsKey("TopicName")
                ? wish.madeUp(TOPIC_CHARS - 5) + ".fifo"
                : wish.name("TopicName", TOPIC_CHARS);
    }

    private static void changeTopic(String arn, @Nullable Wish before, Wish now, AwsCalls calls) {
        for (Object each : Tree.list(now.properties().get("Subscription"))) {
            Map<String, Object> input = Tree.map(each);
            input.put("TopicArn", arn);
            calls.call(SNS, "Subscribe", input);
        }
        if (before != null) {
            changedTexts(
                            before,
                            now,
                            List.of(
                                    "TopicName",
                                    "Tags",
                                    "Subscription",
                                    "FifoTopic",
                                    "DataProtectionPolicy",
                                    "DeliveryStatusLogging"),
                            Map.of())
                    .forEach((name, value) -> calls.call(
                            SNS,
                            "SetTopicAttributes",
                            Map.of("TopicArn", arn, "AttributeName", name, "AttributeValue", value)));
            Tags.change(before, now, calls, SNS, "ResourceArn", arn, "TagKeys", true);
        }
    }

    private static ResourceType subscription() {
        List<String> apart = List.of("TopicArn", "Protocol", "Endpoint", "Region");
        return Declared.of("AWS::SNS::Subscription", SNS)
                .create("Subscribe", wish -> {
                    Map<String, Object> input = new LinkedHashMap<>();
                    input.put("TopicArn", wish.need("TopicArn"));
                    input.put("Protocol", wish.need("Protocol"));
                    input.put("Endpoint", wish.need("Endpoint"));
                    input.put("Attributes", texts(Properties.without(wish, apart.toArray(String[]::new))));
                    input.put("ReturnSubscriptionArn", true);
                    return input;
                })
                .id((wish, response) -> Properties.text(response, "SubscriptionArn"))
                .computed("Arn", (id, wish) -> id)
                .replacing("TopicArn", "Protocol", "Endpoint")
                .after((arn, before, now, calls) -> {
                    if (before != null) {
                        changedTexts(before, now, apart, Map.of("RawMessageDelivery", "false"))
                                .forEach((name, value) -> calls.call(
                                        SNS,
                                        "SetSubscriptionAttributes",
                                        Map.of(
                                                "SubscriptionArn",
                                                arn,
                                                "AttributeName",
                                                name,
                                                "AttributeValue",
                                                value)));
                    }
                })
                .delete("Unsubscribe", (id, wish) -> Map.of("SubscriptionArn", id));
    }
}
