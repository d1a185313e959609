package dev.hearth.aws.sqs;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.sqs.MessageCounts;
import dev.hearth.neighbours.sqs.Queue;
import dev.hearth.neighbours.sqs.Queues;
import dev.hearth.neighbours.sqs.Queues.QueuePage;
import dev.hearth.neighbours.sqs.Sqs;
import dev.hearth.neighbours.sqs.SqsError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.AddPermissionRequest;
import software.amazon.awssdk.services.sqs.model.AddPermissionResponse;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesResponse;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueResponse;
import software.amazon.awssdk.services.sqs.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sqs.model.RemovePermissionResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueResponse;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueResponse;

/** Queues, their attributes, tags and permissions. */
final class QueueOperations {

    private static final String COUNT = "ApproximateNumberOfMessages";

    private final Sqs sqs;

    QueueOperations(Sqs sqs) {
        this.sqs = sqs;
    }

    private Queues queues() {
        return sqs.queues();
    }

    CreateQueueResponse create(Call call, CreateQueueRequest request) {
        Map<String, String> attributes = request.hasAttributes() ? request.attributesAsStrings() : Map.of();
        Map<String, String> tags = request.hasTags() ? request.tags() : Map.of();
        Queue queue = queues().create(Needed.member(request.queueName(), "QueueName"), attributes, tags);
        return CreateQueueResponse.builder().queueUrl(url(call, queue)).build();
    }

    GetQueueUrlResponse get(Call call, GetQueueUrlRequest request) {
        String owner = request.queueOwnerAWSAccountId();
        if (owner != null && !owner.equals(call.scope().account())) {
            throw SqsError.QUEUE_DOES_NOT_EXIST.because("The specified queue does not exist.");
        }
        Queue queue = queues().named(Needed.member(request.queueName(), "QueueName"));
        return GetQueueUrlResponse.builder().queueUrl(url(call, queue)).build();
    }

    ListQueuesResponse list(Call call, ListQueuesRequest request) {
        QueuePage page = queues().list(request.queueNamePrefix(), request.maxResults(), request.nextToken());
        return ListQueuesResponse.builder()
                .queueUrls(urls(call, page))
                .nextToken(page.nextToken())
                .build();
    }

    ListDeadLetterSourceQueuesResponse sources(Call call, ListDeadLetterSourceQueuesRequest request) {
        QueuePage page = queues().sources(queue(call, request.queueUrl()), request.maxResults(), request.nextToken());
        return ListDeadLetterSourceQueuesResponse.builder()
                .queueUrls(urls(call, page))
                .nextToken(page.nextToken())
                .build();
    }

    private static List<String> urls(Call call, QueuePage page) {
        return page.queues().stream().map(queue -> url(call, queue)).toList();
    }

    /** As the caller reaches this Hearth. */
    static String url(Call call, Queue queue) {
        return call.endpoint() + "/" + call.scope().account() + "/" + queue.name();
    }

    DeleteQueueResponse delete(Call call, DeleteQueueRequest request) {
        queues().delete(queue(call, request.queueUrl()));
        return DeleteQueueResponse.builder().build();
    }

    SetQueueAttributesResponse setAttributes(Call call, SetQueueAttributesRequest request) {
        Queue queue = queue(call, request.queueUrl());
        if (!request.hasAttributes()) {
            throw SqsError.MISSING_PARAMETER.because("The request must contain the parameter Attribute.Name.");
        }
        queues().setAttributes(queue, request.attributesAsStrings());
        return SetQueueAttributesResponse.builder().build();
    }

    GetQueueAttributesResponse attributes(Call call, GetQueueAttributesRequest request) {
        Queue queue = queue(call, request.queueUrl());
        List<String> names = request.attributeNamesAsStrings();
        Map<String, String> found = new TreeMap<>(queues().attributes(queue, names));
        if (names.stream().anyMatch(name -> name.equals("All") || name.startsWith(COUNT))) {
            counts(queue, names, found);
        }
        GetQueueAttributesResponse.Builder response = GetQueueAttributesResponse.builder();
        return found.isEmpty()
                ? response.build()
                : response.attributesWithStrings(found).build();
    }

    private void counts(Queue queue, List<String> names, Map<String, String> into) {
        MessageCounts counts = sqs.counts(queue);
        Map<String, Long> all = Map.of(
                COUNT, counts.visible(), COUNT + "NotVisible", counts.inFlight(), COUNT + "Delayed", counts.delayed());
        all.forEach((name, count) -> {
            if (names.contains("All") || names.contains(name)) {
                into.put(name, Long.toString(count));
            }
        });
    }

    PurgeQueueResponse purge(Call call, PurgeQueueRequest request) {
        sqs.purge(queue(call, request.queueUrl()));
        return PurgeQueueResponse.builder().build();
    }

    TagQueueResponse tag(Call call, TagQueueRequest request) {
        Queue queue = queue(call, request.queueUrl());
        if (!request.hasTags()) {
            throw SqsError.MISSING_PARAMETER.because("The request must contain the parameter Tags.");
        }
        queues().tag(queue, request.tags());
        return TagQueueResponse.builder().build();
    }

    UntagQueueResponse untag(Call call, UntagQueueRequest request) {
        Queue queue = queue(call, request.queueUrl());
        if (!request.hasTagKeys()) {
            throw SqsError.INVALID_PARAMETER_VALUE.because("Tag keys can't be null or empty.");
        }
        queues().untag(queue, request.tagKeys());
        return UntagQueueResponse.builder().build();
    }

    ListQueueTagsResponse tags(Call call, ListQueueTagsRequest request) {
        Map<String, String> tags = queue(call, request.queueUrl()).tags();
        ListQueueTagsResponse.Builder response = ListQueueTagsResponse.builder();
        return tags.isEmpty() ? response.build() : response.tags(tags).build();
    }

    AddPermissionResponse addPermission(Call call, AddPermissionRequest request) {
        queues().addPermission(
                        queue(call, request.queueUrl()),
                        Needed.member(request.label(), "Label"),
                        request.awsAccountIds(),
                        request.actions());
        return AddPermissionResponse.builder().build();
    }

    RemovePermissionResponse removePermission(Call call, RemovePermissionRequest request) {
        queues().removePermission(queue(call, request.queueUrl()), Needed.member(request.label(), "Label"));
        return RemovePermissionResponse.builder().build();
    }

    private Queue queue(Call call, String url) {
        return Needed.queue(queues(), url, call.scope().account());
    }
}
