package dev.hearth.aws.sns;

import static dev.hearth.aws.Operation.built;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.sns.Sns;
import java.util.List;
import software.amazon.awssdk.services.sns.model.AddPermissionRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UntagResourceRequest;

/** The list of what is built, and the API's errors. */
final class SnsOperations implements AwsApi {

    private final TopicOperations topics;
    private final SubscriptionOperations subscriptions;
    private final PublishOperations publishing;

    SnsOperations(Sns sns) {
        this.topics = new TopicOperations(sns);
        this.subscriptions = new SubscriptionOperations(sns);
        this.publishing = new PublishOperations(sns);
    }

    @Override
    public String service() {
        return "sns";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                built("CreateTopic", CreateTopicRequest::builder, topics::create),
                built("DeleteTopic", DeleteTopicRequest::builder, topics::delete),
                built("ListTopics", ListTopicsRequest::builder, topics::list),
                built("GetTopicAttributes", GetTopicAttributesRequest::builder, topics::attributes),
                built("SetTopicAttributes", SetTopicAttributesRequest::builder, topics::setAttribute),
                built("AddPermission", AddPermissionRequest::builder, topics::addPermission),
                built("RemovePermission", RemovePermissionRequest::builder, topics::removePermission),
                built("TagResource", TagResourceRequest::builder, topics::tag),
                built("UntagResource", UntagResourceRequest::builder, topics::untag),
                built("ListTagsForResource", ListTagsForResourceRequest::builder, topics::listTags),
                built("Subscribe", SubscribeRequest::builder, subscriptions::subscribe),
                built("ConfirmSubscription", ConfirmSubscriptionRequest::builder, subscriptions::confirm),
                built("Unsubscribe", UnsubscribeRequest::builder, subscriptions::unsubscribe),
                built("ListSubscriptions", ListSubscriptionsRequest::builder, subscriptions::list),
                built("ListSubscriptionsByTopic", ListSubscriptionsByTopicRequest::builder, subscriptions::listOf),
                built(
                        "GetSubscriptionAttributes",
                        GetSubscriptionAttributesRequest::builder,
                        subscriptions::attributes),
                built(
                        "SetSubscriptionAttributes",
                        SetSubscriptionAttributesRequest::builder,
                        subscriptions::setAttribute),
                built("Publish", PublishRequest::builder, publishing::publish),
                built("PublishBatch", PublishBatchRequest::builder, publishing::publishBatch));
    }

    @Override
    public AwsError error(Fault fault) {
        return SnsErrors.of(fault);
    }
}
