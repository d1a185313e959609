package dev.hearth.aws.sns;

import dev.hearth.aws.Call;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.sns.Publication;
import dev.hearth.neighbours.sns.Published;
import dev.hearth.neighbours.sns.Sns;
import dev.hearth.neighbours.sns.SnsError;
import dev.hearth.neighbours.sns.SnsLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** Publishing, one message or up to ten. */
final class PublishOperations {

    private final Sns sns;

    PublishOperations(Sns sns) {
        this.sns = sns;
    }

    PublishResponse publish(Call call, PublishRequest request) {
        if (request.phoneNumber() != null) {
            throw SnsError.INVALID_PARAMETER.because("Invalid parameter: PhoneNumber Reason: SMS is not served here");
        }
        String topic = request.topicArn() == null ? request.targetArn() : request.topicArn();
        if (topic == null) {
            throw SnsError.INVALID_PARAMETER.because(
                    "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter");
        }
        Published published = await(sns.publish(
                topic,
                new Publication(
                        Needed.member(request.message(), "Message"),
                        "json".equals(request.messageStructure()),
                        request.subject(),
                        attributes(request.messageAttributes()),
                        request.messageGroupId(),
                        request.messageDeduplicationId(),
                        call.traceHeader())));
        return PublishResponse.builder()
                .messageId(published.messageId())
                .sequenceNumber(published.sequenceNumber())
                .build();
    }

    /** Handlers run on tasks and may wait for the store. */
    private static Published await(CompletionStage<Published> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private static Map<String, Parcel.Attribute> attributes(Map<String, MessageAttributeValue> given) {
        Map<String, Parcel.Attribute> attributes = new HashMap<>();
        given.forEach((name, value) ->
                attributes.put(name, new Parcel.Attribute(Needed.member(value.dataType(), "DataType"), value(value))));
        return attributes;
    }

    private static String value(MessageAttributeValue value) {
        if (value.binaryValue() != null) {
            return Base64.getEncoder().encodeToString(value.binaryValue().asByteArray());
        }
        return value.stringValue() == null ? "" : value.stringValue();
    }

    PublishBatchResponse publishBatch(Call call, PublishBatchRequest request) {
        String topic = Needed.member(request.topicArn(), "TopicArn");
        List<PublishBatchRequestEntry> entries = request.publishBatchRequestEntries();
        check(entries);
        sns.topic(topic);
        List<PublishBatchResultEntry> done = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        // All are on their way before the first is waited for: one commit serves them.
        Map<String, CompletionStage<Published>> stages = new HashMap<>();
        Map<String, Fault> refused = new HashMap<>();
        for (PublishBatchRequestEntry entry : entries) {
            try {
                stages.put(entry.id(), sns.publish(topic, publication(call, entry)));
            } catch (FaultException refusal) {
                refused.put(entry.id(), refusal.fault());
            }
        }
        for (PublishBatchRequestEntry entry : entries) {
            CompletionStage<Published> stage = stages.get(entry.id());
            Fault fault = refused.get(entry.id());
            try {
                if (stage != null) {
                    done.add(result(entry.id(), await(stage)));
                }
            } catch (FaultException refusal) {
                fault = refusal.fault();
            }
            if (fault != null) {
                failed.add(error(entry.id(), fault));
            }
        }
        return PublishBatchResponse.builder().successful(done).failed(failed).build();
    }

    private static void check(List<PublishBatchRequestEntry> entries) {
        if (entries.isEmpty()) {
            throw SnsError.EMPTY_BATCH_REQUEST.because("The batch request doesn't contain any entries.");
        }
        if (entries.size() > SnsLimits.BATCH_ENTRIES) {
            throw SnsError.TOO_MANY_ENTRIES.because("The batch request contains more entries than permissible.");
        }
        Set<String> ids = new HashSet<>();
        long bytes = 0;
        for (PublishBatchRequestEntry entry : entries) {
            String id = Needed.member(entry.id(), "Id");
            if (!SnsLimits.BATCH_ID.matcher(id).matches()) {
                throw SnsError.INVALID_BATCH_ENTRY_ID.because(
                        "The Id of a batch entry in a batch request doesn't abide by the specification.");
            }
            if (!ids.add(id)) {
                throw SnsError.BATCH_ENTRY_IDS_NOT_DISTINCT.because(
                        "Two or more batch entries in the request have the same Id.");
            }
            bytes += Needed.member(entry.message(), "Message").getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > SnsLimits.MESSAGE_BYTES) {
            throw SnsError.BATCH_REQUEST_TOO_LONG.because(
                    "The length of all the batch messages put together is more than the limit.");
        }
    }

    private static Publication publication(Call call, PublishBatchRequestEntry entry) {
        return new Publication(
                entry.message(),
                "json".equals(entry.messageStructure()),
                entry.subject(),
                attributes(entry.messageAttributes()),
                entry.messageGroupId(),
                entry.messageDeduplicationId(),
                call.traceHeader());
    }

    private static PublishBatchResultEntry result(String id, Published published) {
        return PublishBatchResultEntry.builder()
                .id(id)
                .messageId(published.messageId())
                .sequenceNumber(published.sequenceNumber())
                .build();
    }

    private static BatchResultErrorEntry error(String id, @Nullable Fault fault) {
        Fault known = fault == null ? new Fault(Fault.Kind.INTERNAL, "") : fault;
        return BatchResultErrorEntry.builder()
                .id(id)
                .code(SnsErrors.of(known).code())
                .message(known.message())
                .senderFault(known.kind().owner() == Fault.Owner.CALLER)
                .build();
    }
}
