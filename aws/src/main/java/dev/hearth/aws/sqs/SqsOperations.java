package dev.hearth.aws.sqs;

import static dev.hearth.aws.Operation.built;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Operation;
import dev.hearth.core.Fault;
import dev.hearth.neighbours.sqs.Sqs;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.AddPermissionRequest;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;

/** The list of what is built, and the API's errors. */
final class SqsOperations implements AwsApi {

    private final QueueOperations queues;
    private final MessageOperations messages;
    private final BatchOperations batches;
    private final MoveOperations moves;

    SqsOperations(Sqs sqs) {
        this.queues = new QueueOperations(sqs);
        this.messages = new MessageOperations(sqs);
        this.batches = new BatchOperations(sqs);
        this.moves = new MoveOperations(sqs);
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
                built("GetQueueAttributes", GetQueueAttributesRequest::builder, queues::attributes),
                built("PurgeQueue", PurgeQueueRequest::builder, queues::purge),
                built("SendMessage", SendMessageRequest::builder, messages::send),
                built("SendMessageBatch", SendMessageBatchRequest::builder, batches::send),
                built("ReceiveMessage", ReceiveMessageRequest::builder, messages::receive),
                built("DeleteMessage", DeleteMessageRequest::builder, messages::delete),
                built("DeleteMessageBatch", DeleteMessageBatchRequest::builder, batches::delete),
                built("ChangeMessageVisibility", ChangeMessageVisibilityRequest::builder, messages::changeVisibility),
                built(
                        "ChangeMessageVisibilityBatch",
                        ChangeMessageVisibilityBatchRequest::builder,
                        batches::changeVisibility),
                built("StartMessageMoveTask", StartMessageMoveTaskRequest::builder, moves::start),
                built("ListMessageMoveTasks", ListMessageMoveTasksRequest::builder, moves::list),
                built("CancelMessageMoveTask", CancelMessageMoveTaskRequest::builder, moves::cancel),
                built("TagQueue", TagQueueRequest::builder, queues::tag),
                built("UntagQueue", UntagQueueRequest::builder, queues::untag),
                built("ListQueueTags", ListQueueTagsRequest::builder, queues::tags),
                built("AddPermission", AddPermissionRequest::builder, queues::addPermission),
                built("RemovePermission", RemovePermissionRequest::builder, queues::removePermission));
    }

    @Override
    public AwsError error(Fault fault) {
        return SqsErrors.of(fault);
    }
}
