package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code SNS}: a subscription of the function to a topic, directly or with a queue between. */
final class TopicEvent implements SamEvent.Kind {

    private static final int BATCH = 10;

    private static final PropertyTable TABLE = PropertyTable.of(
            "SNS", "Topic:!s Region:s FilterPolicy FilterPolicyScope SqsSubscription:bm RedrivePolicy:m");

    @Override
    public PropertyTable table() {
        return TABLE;
    }

    @Override
    public List<Made> make(SamEvent event, Context context) {
        if (!event.says("SqsSubscription")) {
            Made permission = event.permission("sns.amazonaws.com").set("SourceArn", event.get("Topic"));
            return List.of(
                    permission, subscription(event, "lambda", event.target().arn()));
        }
        if (event.get("SqsSubscription") instanceof Map<?, ?> given) {
            return byQueue(event, context, Tree.members(given));
        }
        Made queue = event.make("Queue", "AWS::SQS::Queue");
        if (fifo(event, context)) {
            queue.set("FifoQueue", true);
        }
        List<Made> made = new ArrayList<>(List.of(queue));
        made.addAll(between(event, context, queue.arn(), queue.ref(), event.id() + "QueuePolicy", BATCH));
        return made;
    }

    private static List<Made> byQueue(SamEvent event, Context context, Map<String, Object> given) {
        Object arn = given.get("QueueArn");
        Object url = given.get("QueueUrl");
        if (!Tree.says(arn) || !Tree.says(url)) {
            throw event.problem("No QueueARN or QueueURL provided.");
        }
        Object policy = Tree.either(given.get("QueuePolicyLogicalId"), event.id() + "QueuePolicy");
        return between(event, context, arn, url, String.valueOf(policy), Tree.either(given.get("BatchSize"), BATCH));
    }

    private static List<Made> between(
            SamEvent event, Context context, Object arn, Object url, String policyId, @Nullable Object batch) {
        Made policy = new Made(policyId, "AWS::SQS::QueuePolicy", event.target().passedOn())
                .set("PolicyDocument", RolePolicies.sendMessage("*", arn, event.get("Topic")))
                .set("Queues", Tree.list(url));
        SamEvent mapping = new SamEvent(
                event.function(),
                event.name() + "EventSourceMapping",
                Tree.map("Queue", arn, "BatchSize", batch, "Enabled", true),
                event.target(),
                event.role());
        List<Made> made = new ArrayList<>(MappingEvent.sqs().make(mapping, context));
        made.add(policy);
        made.add(subscription(event, "sqs", arn));
        return made;
    }

    private static boolean fifo(SamEvent event, Context context) {
        String topic = Fn.idOf(event.get("Topic"));
        Object fifo = topic == null ? null : context.resource(topic).get("FifoTopic");
        return Tree.says(context.parameters().resolve(fifo));
    }

    private static Made subscription(SamEvent event, String protocol, Object endpoint) {
        Made made = event.make("", "AWS::SNS::Subscription")
                .set("Protocol", protocol)
                .set("Endpoint", endpoint)
                .set("TopicArn", event.get("Topic"));
        for (String property : List.of("Region", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy")) {
            made.set(property, event.get(property));
        }
        return made;
    }
}
