package dev.hearth.neighbours.sns;

import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.outbox.DeadLetter;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.outbox.RetryRule;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes of a message what each subscription gets. Pure. */
final class Fanout {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final URI endpoint;
    private final AwsScope scope;

    Fanout(URI endpoint, AwsScope scope) {
        this.endpoint = endpoint;
        this.scope = scope;
    }

    Posting posting(
            Topic topic, Subscription subscription, String arn, Publication publication, Published as, Instant now) {
        String message = PublishRules.message(publication, subscription.protocol());
        Notification notification = new Notification(
                as.messageId(),
                as.sequenceNumber(),
                scope.arn("sns", topic.name()),
                publication.subject(),
                message,
                STAMP.format(now),
                publication.attributes(),
                endpoint + Sns.UNSUBSCRIBE_PATH + "?SubscriptionArn=" + arn);
        Parcel parcel = switch (subscription.protocol()) {
            case "lambda" -> toFunction(subscription, notification.lambdaEvent(arn), publication);
            case "sqs" -> toQueue(subscription, notification, publication);
            default -> toUrl(subscription, notification, arn);
        };
        return new Posting(arn, topic.isFifo(), parcel, rule(topic, subscription), deadLetter(subscription, as));
    }

    private static Parcel toFunction(Subscription subscription, String event, Publication publication) {
        Map<String, String> options = new HashMap<>();
        put(options, Parcel.TRACE, publication.traceHeader());
        return new Parcel(subscription.endpoint(), event, Map.of(), options);
    }

    private static Parcel toQueue(Subscription subscription, Notification notification, Publication publication) {
        Map<String, String> options = new HashMap<>();
        put(options, Parcel.TRACE, publication.traceHeader());
        if (subscription.endpoint().endsWith(".fifo")) {
            put(options, Parcel.GROUP, publication.groupId());
            put(options, Parcel.DEDUPLICATION, publication.deduplicationId());
        }
        return subscription.isRaw()
                ? new Parcel(subscription.endpoint(), notification.message(), queueAttributes(publication), options)
                : new Parcel(subscription.endpoint(), notification.envelope(), Map.of(), options);
    }

    /** SQS has no arrays: they go as text. */
    private static Map<String, Parcel.Attribute> queueAttributes(Publication publication) {
        Map<String, Parcel.Attribute> attributes = new HashMap<>(publication.attributes());
        attributes.replaceAll(
                (_, each) -> each.type().equals("String.Array") ? new Parcel.Attribute("String", each.value()) : each);
        return attributes;
    }

    private static void put(Map<String, String> options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }

    private static Parcel toUrl(Subscription subscription, Notification notification, String arn) {
        Map<String, String> headers = headers("Notification", notification.messageId(), notification.topicArn());
        headers.put(Parcel.HEADER + "x-amz-sns-subscription-arn", arn);
        if (subscription.isRaw()) {
            headers.put(Parcel.HEADER + "x-amz-sns-rawdelivery", "true");
        }
        String body = subscription.isRaw() ? notification.message() : notification.envelope();
        return new Parcel(subscription.endpoint(), body, Map.of(), headers);
    }

    private static Map<String, String> headers(String type, String messageId, String topicArn) {
        Map<String, String> headers = new HashMap<>();
        headers.put(Parcel.HEADER + "x-amz-sns-message-type", type);
        headers.put(Parcel.HEADER + "x-amz-sns-message-id", messageId);
        headers.put(Parcel.HEADER + "x-amz-sns-topic-arn", topicArn);
        headers.put(Parcel.HEADER + "Content-Type", "text/plain; charset=UTF-8");
        headers.put(Parcel.HEADER + "User-Agent", "Amazon Simple Notification Service Agent");
        return headers;
    }

    /** Asks an endpoint whether it wants the subscription. */
    Posting confirmation(Topic topic, Subscription subscription, String arn, String messageId, Instant now) {
        String topicArn = scope.arn("sns", topic.name());
        String link = endpoint + Sns.CONFIRM_PATH + "?TopicArn=" + topicArn + "&Token=" + subscription.token();
        String body = Notification.confirmation(messageId, subscription.token(), topicArn, STAMP.format(now), link);
        Parcel parcel = new Parcel(
                subscription.endpoint(), body, Map.of(), headers("SubscriptionConfirmation", messageId, topicArn));
        return new Posting(arn, false, parcel, rule(topic, subscription), null);
    }

    private static RetryRule rule(Topic topic, Subscription subscription) {
        return SubscriptionRules.confirms(subscription.protocol())
                ? HttpRetries.rule(
                        subscription.attributes().getOrDefault(Subscription.DELIVERY, ""),
                        topic.attributes().getOrDefault("DeliveryPolicy", ""))
                : RetryRule.SNS_INSIDE;
    }

    private static @Nullable DeadLetter deadLetter(Subscription subscription, Published as) {
        String queue =
                SubscriptionRules.deadLetterQueue(subscription.attributes().get(Subscription.REDRIVE));
        return queue == null ? null : new DeadLetter(queue, DeadLetter.Style.SNS, Map.of("RequestID", as.messageId()));
    }
}
