package dev.hearth.aws.sns;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.sns.Page;
import dev.hearth.neighbours.sns.Sns;
import dev.hearth.neighbours.sns.Subscription;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionResponse;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsResponse;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;

/** Subscriptions and their attributes. */
final class SubscriptionOperations {

    private final Sns sns;

    SubscriptionOperations(Sns sns) {
        this.sns = sns;
    }

    SubscribeResponse subscribe(Call call, SubscribeRequest request) {
        Subscription subscription = sns.subscribe(
                Needed.member(request.topicArn(), "TopicArn"),
                Needed.member(request.protocol(), "Protocol"),
                Needed.member(request.endpoint(), "Endpoint"),
                request.hasAttributes() ? request.attributes() : Map.of());
        boolean told = subscription.isConfirmed() || Boolean.TRUE.equals(request.returnSubscriptionArn());
        return SubscribeResponse.builder()
                .subscriptionArn(told ? sns.arn(subscription) : "pending confirmation")
                .build();
    }

    ConfirmSubscriptionResponse confirm(Call call, ConfirmSubscriptionRequest request) {
        Subscription subscription =
                sns.confirm(Needed.member(request.topicArn(), "TopicArn"), Needed.member(request.token(), "Token"));
        return ConfirmSubscriptionResponse.builder()
                .subscriptionArn(sns.arn(subscription))
                .build();
    }

    UnsubscribeResponse unsubscribe(Call call, UnsubscribeRequest request) {
        sns.unsubscribe(Needed.member(request.subscriptionArn(), "SubscriptionArn"));
        return UnsubscribeResponse.builder().build();
    }

    ListSubscriptionsResponse list(Call call, ListSubscriptionsRequest request) {
        Page<Subscription> page = sns.subscriptions(request.nextToken());
        return ListSubscriptionsResponse.builder()
                .subscriptions(shown(call, page))
                .nextToken(page.nextToken())
                .build();
    }

    ListSubscriptionsByTopicResponse listOf(Call call, ListSubscriptionsByTopicRequest request) {
        Page<Subscription> page =
                sns.subscriptionsOf(Needed.member(request.topicArn(), "TopicArn"), request.nextToken());
        return ListSubscriptionsByTopicResponse.builder()
                .subscriptions(shown(call, page))
                .nextToken(page.nextToken())
                .build();
    }

    private List<software.amazon.awssdk.services.sns.model.Subscription> shown(Call call, Page<Subscription> page) {
        return page.items().stream()
                .map(each -> software.amazon.awssdk.services.sns.model.Subscription.builder()
                        .subscriptionArn(each.isConfirmed() ? sns.arn(each) : "PendingConfirmation")
                        .topicArn(call.scope().arn("sns", each.topic()))
                        .owner(call.scope().account())
                        .protocol(each.protocol())
                        .endpoint(each.endpoint())
                        .build())
                .toList();
    }

    GetSubscriptionAttributesResponse attributes(Call call, GetSubscriptionAttributesRequest request) {
        return GetSubscriptionAttributesResponse.builder()
                .attributes(sns.subscriptionAttributes(Needed.member(request.subscriptionArn(), "SubscriptionArn")))
                .build();
    }

    SetSubscriptionAttributesResponse setAttribute(Call call, SetSubscriptionAttributesRequest request) {
        String value = request.attributeValue();
        sns.setSubscriptionAttribute(
                Needed.member(request.subscriptionArn(), "SubscriptionArn"),
                Needed.member(request.attributeName(), "AttributeName"),
                value == null ? "" : value);
        return SetSubscriptionAttributesResponse.builder().build();
    }
}
