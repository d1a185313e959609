package dev.hearth.neighbours.sns;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Outbox;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Amazon SNS of this account and region. Refusals are {@link SnsError}s, thrown at once or by a stage. */
public interface Sns {

    /** What the path of the link in a confirmation request begins with. */
    String CONFIRM_PATH = "/_sns/confirm";

    /** What the path of the link in a notification, by which a subscriber ends its subscription, begins with. */
    String UNSUBSCRIBE_PATH = "/_sns/unsubscribe";

    /**
     * SNS over what {@code store} keeps.
     *
     * @param outbox carries the messages
     * @param endpoint where subscribers reach this Hearth, for the links in messages
     */
    static Sns create(SnsStore store, Outbox outbox, URI endpoint, Ports ports, AwsScope scope) {
        return new RoomSns(store, outbox, endpoint, ports, scope);
    }

    /** Makes a topic; one that exists with the same attributes and tags is given back as it is. */
    Topic createTopic(String name, Map<String, String> attributes, Map<String, String> tags);

    /** Deletes a topic and its subscriptions; one that is gone already is no error. */
    void deleteTopic(String arn);

    Page<Topic> topics(@Nullable String token);

    /** The topic of that ARN; NotFound when there is none. */
    Topic topic(String arn);

    String arn(Topic topic);

    /** Every attribute of a topic, what AWS computes included. */
    Map<String, String> topicAttributes(String arn);

    void setTopicAttribute(String arn, String name, String value);

    /** Adds a statement to a topic's policy. The policy is kept, and nothing is checked against it. */
    void addPermission(String arn, String label, List<String> accounts, List<String> actions);

    /** Takes a statement out of a topic's policy; one that is not there is no error. */
    void removePermission(String arn, String label);

    void tag(String arn, Map<String, String> tags);

    void untag(String arn, List<String> keys);

    /** Subscribes; a subscription of the same topic, protocol and endpoint is given back as it is. */
    Subscription subscribe(String topicArn, String protocol, String endpoint, Map<String, String> attributes);

    /** Confirms the subscription that {@code token} was sent to. */
    Subscription confirm(String topicArn, String token);

    /** Ends a subscription; one that is gone already is no error. */
    void unsubscribe(String arn);

    /** The subscription of that ARN; NotFound when there is none. */
    Subscription subscription(String arn);

    String arn(Subscription subscription);

    Page<Subscription> subscriptions(@Nullable String token);

    Page<Subscription> subscriptionsOf(String topicArn, @Nullable String token);

    Map<String, String> subscriptionAttributes(String arn);

    void setSubscriptionAttribute(String arn, String name, String value);

    /** Publishes a message; the stage completes when its deliveries are durable. */
    CompletionStage<Published> publish(String topicArn, Publication publication);
}
