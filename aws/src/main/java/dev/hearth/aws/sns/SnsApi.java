package dev.hearth.aws.sns;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.PlainRoute;
import dev.hearth.neighbours.sns.Sns;
import java.util.List;

/** The Amazon SNS API (2010-03-31). */
public interface SnsApi {

    /** The API over the topics of this account and region. */
    static AwsApi create(Sns sns) {
        return new SnsOperations(sns);
    }

    /** The pages behind the links in messages, by which subscribers confirm and end their subscriptions. */
    static List<PlainRoute> links(Sns sns) {
        return List.of(
                new SubscriberLink(Sns.CONFIRM_PATH, query -> {
                    String topic = query.getOrDefault("TopicArn", "");
                    return sns.arn(sns.confirm(topic, query.getOrDefault("Token", "")));
                }),
                new SubscriberLink(Sns.UNSUBSCRIBE_PATH, query -> {
                    String arn = query.getOrDefault("SubscriptionArn", "");
                    sns.unsubscribe(arn);
                    return arn;
                }));
    }
}
