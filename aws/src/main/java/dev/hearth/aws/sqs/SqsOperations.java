package dev.hearth.aws.sqs;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Handler;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.sqs.Sqs;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sqs.model.AddPermissionRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;

/** The list of what is built, and the API's errors. */
final class SqsOperations implements AwsApi {

    private final QueueOperations queues;

    SqsOperations(Sqs sqs) {
        this.queues = new QueueOperations(sqs::queues);
    }

    @Override
    public String service() {
        return "sqs";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                built("CreateQueue", CreateQueueRequest::builder, queues::create),
                built("GetQueueUrl", GetQueueUrlRequest::builder, queues::get),
                built("ListQueues", ListQueuesRequest::builder, queues::list),
                built("DeleteQueue", DeleteQueueRequest::builder, queues::delete),
                built("SetQueueAttributes", SetQueueAttributesRequest::builder, queues::setAttributes),
                built("ListDeadLetterSourceQueues", ListDeadLetterSourceQueuesRequest::builder, queues::sources),
                built("TagQueue", TagQueueRequest::builder, queues::tag),
                built("UntagQueue", UntagQueueRequest::builder, queues::untag),
                built("ListQueueTags", ListQueueTagsRequest::builder, queues::tags),
                built("AddPermission", AddPermissionRequest::builder, queues::addPermission),
                built("RemovePermission", RemovePermissionRequest::builder, queues::removePermission));
    }

    private static <I extends SdkPojo, O extends SdkPojo> Operation<I, O> built(
            String name, Supplier<? extends SdkPojo> request, Handler<I, O> handler) {
        return new Operation<>(name, request, handler);
    }

    @Override
    public AwsError error(Fault fault) {
        return SqsErrors.of(fault);
    }
}
