package dev.hearth.aws.sqs;

import dev.hearth.aws.Call;
import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import dev.hearth.neighbours.sqs.Queue;
import dev.hearth.neighbours.sqs.SendMessage;
import dev.hearth.neighbours.sqs.Sent;
import dev.hearth.neighbours.sqs.Sqs;
import dev.hearth.neighbours.sqs.SqsError;
import dev.hearth.neighbours.sqs.SqsLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** Up to ten at a time: each entry succeeds or fails by itself, and all share a commit. */
final class BatchOperations {

    private final Sqs sqs;

    BatchOperations(Sqs sqs) {
        this.sqs = sqs;
    }

    /** Entries on their way, then what became of them. */
    private record Outcome<R>(List<R> successful, List<BatchResultErrorEntry> failed) {}

    SendMessageBatchResponse send(Call call, SendMessageBatchRequest request) {
        Queue queue = queue(call, request.queueUrl());
        List<SendMessageBatchRequestEntry> entries = request.entries();
        check(entries, SendMessageBatchRequestEntry::id);
        List<SendMessage> messages = new ArrayList<>();
        long bytes = 0;
        for (SendMessageBatchRequestEntry entry : entries) {
            SendMessage message = message(call, entry);
            bytes += SendMessage.bytes(message);
            messages.add(message);
        }
        if (bytes > SqsLimits.MESSAGE_BYTES) {
            throw SqsError.BATCH_REQUEST_TOO_LONG.because("Batch requests cannot be longer than "
                    + SqsLimits.MESSAGE_BYTES + " bytes. You have sent " + bytes + " bytes.");
        }
        Outcome<SendMessageBatchResultEntry> outcome = each(
                entries,
                SendMessageBatchRequestEntry::id,
                (entry, index) -> sqs.send(queue, messages.get(index)).thenApply(sent -> result(entry, sent)));
        SendMessageBatchResponse.Builder response =
                SendMessageBatchResponse.builder().successful(outcome.successful);
        return outcome.failed.isEmpty()
                ? response.build()
                : response.failed(outcome.failed).build();
    }

    private static SendMessage message(Call call, SendMessageBatchRequestEntry entry) {
        return new SendMessage(
                Needed.member(entry.messageBody(), "SendMessageBatchRequestEntry.MessageBody"),
                Attributes.read(entry.hasMessageAttributes() ? entry.messageAttributes() : Map.of()),
                entry.delaySeconds(),
                entry.messageGroupId(),
                entry.messageDeduplicationId(),
                Attributes.trace(
                        call,
                        entry.hasMessageSystemAttributes() ? entry.messageSystemAttributesAsStrings() : Map.of()));
    }

    private static SendMessageBatchResultEntry result(SendMessageBatchRequestEntry entry, Sent sent) {
        return SendMessageBatchResultEntry.builder()
                .id(entry.id())
                .messageId(sent.messageId())
                .md5OfMessageBody(sent.bodyDigest())
                .md5OfMessageAttributes(sent.attributesDigest())
                .md5OfMessageSystemAttributes(sent.systemDigest())
                .sequenceNumber(sent.sequenceNumber())
                .build();
    }

    DeleteMessageBatchResponse delete(Call call, DeleteMessageBatchRequest request) {
        Queue queue = queue(call, request.queueUrl());
        check(request.entries(), DeleteMessageBatchRequestEntry::id);
        Outcome<DeleteMessageBatchResultEntry> outcome = each(
                request.entries(),
                DeleteMessageBatchRequestEntry::id,
                (entry, index) -> sqs.delete(queue, Needed.member(entry.receiptHandle(), "ReceiptHandle"))
                        .thenApply(done -> DeleteMessageBatchResultEntry.builder()
                                .id(entry.id())
                                .build()));
        DeleteMessageBatchResponse.Builder response =
                DeleteMessageBatchResponse.builder().successful(outcome.successful);
        return outcome.failed.isEmpty()
                ? response.build()
                : response.failed(outcome.failed).build();
    }

    ChangeMessageVisibilityBatchResponse changeVisibility(Call call, ChangeMessageVisibilityBatchRequest request) {
        Queue queue = queue(call, request.queueUrl());
        check(request.entries(), ChangeMessageVisibilityBatchRequestEntry::id);
        Outcome<ChangeMessageVisibilityBatchResultEntry> outcome = each(
                request.entries(),
                ChangeMessageVisibilityBatchRequestEntry::id,
                (entry, index) -> sqs.changeVisibility(
                                queue,
                                Needed.member(entry.receiptHandle(), "ReceiptHandle"),
                                Needed.member(entry.visibilityTimeout(), "VisibilityTimeout"))
                        .thenApply(done -> ChangeMessageVisibilityBatchResultEntry.builder()
                                .id(entry.id())
                                .build()));
        ChangeMessageVisibilityBatchResponse.Builder response =
                ChangeMessageVisibilityBatchResponse.builder().successful(outcome.successful);
        return outcome.failed.isEmpty()
                ? response.build()
                : response.failed(outcome.failed).build();
    }

    private static <E> void check(List<E> entries, Function<E, @Nullable String> id) {
        if (entries.isEmpty()) {
            throw SqsError.EMPTY_BATCH_REQUEST.because("There should be at least one entry in the request.");
        }
        if (entries.size() > SqsLimits.BATCH_ENTRIES) {
            throw SqsError.TOO_MANY_ENTRIES_IN_BATCH_REQUEST.because(
                    "Maximum number of entries per request are 10. You have sent " + entries.size() + ".");
        }
        Set<String> seen = new HashSet<>();
        for (E entry : entries) {
            String given = Needed.member(id.apply(entry), "Id");
            if (!SqsLimits.BATCH_ID.matcher(given).matches()) {
                throw SqsError.INVALID_BATCH_ENTRY_ID.because("A batch entry id can only contain alphanumeric"
                        + " characters, hyphens and underscores. It can be at most 80 letters long.");
            }
            if (!seen.add(given)) {
                throw SqsError.BATCH_ENTRY_IDS_NOT_DISTINCT.because("Id " + given + " repeated.");
            }
        }
    }

    /** Starts one entry. */
    @FunctionalInterface
    private interface Start<E, R> {
        CompletionStage<R> of(E entry, int index);
    }

    /** Starts all, so that they share a commit, then waits for each. */
    private static <E, R> Outcome<R> each(List<E> entries, Function<E, String> id, Start<E, R> start) {
        List<CompletionStage<R>> started = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            try {
                started.add(start.of(entries.get(i), i));
            } catch (FaultException refused) {
                started.add(CompletableFuture.failedStage(refused));
            }
        }
        Outcome<R> outcome = new Outcome<>(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < entries.size(); i++) {
            try {
                outcome.successful.add(Waits.on(started.get(i)));
            } catch (FaultException refused) {
                outcome.failed.add(failed(id.apply(entries.get(i)), refused.fault()));
            }
        }
        return outcome;
    }

    /** A queue that is gone refuses the whole batch. */
    private static BatchResultErrorEntry failed(String id, Fault fault) {
        if (fault.detail().equals(SqsError.QUEUE_DOES_NOT_EXIST.awsName())) {
            throw fault.asException();
        }
        boolean sender = fault.kind().owner() == Fault.Owner.CALLER;
        return BatchResultErrorEntry.builder()
                .id(id)
                .senderFault(sender)
                .code(fault.detail().isEmpty() ? "InternalError" : fault.detail())
                .message(fault.message())
                .build();
    }

    private Queue queue(Call call, @Nullable String url) {
        return Needed.queue(sqs.queues(), url, call.scope().account());
    }
}
