package dev.hearth.aws.sqs;

import dev.hearth.aws.Call;
import dev.hearth.neighbours.sqs.Queue;
import dev.hearth.neighbours.sqs.ReceiveMessages;
import dev.hearth.neighbours.sqs.Received;
import dev.hearth.neighbours.sqs.SendMessage;
import dev.hearth.neighbours.sqs.Sent;
import dev.hearth.neighbours.sqs.Sqs;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** One message at a time, and receives. */
final class MessageOperations {

    private final Sqs sqs;

    MessageOperations(Sqs sqs) {
        this.sqs = sqs;
    }

    SendMessageResponse send(Call call, SendMessageRequest request) {
        Queue queue = queue(call, request.queueUrl());
        Sent sent = Waits.on(sqs.send(
                queue,
                new SendMessage(
                        Needed.member(request.messageBody(), "MessageBody"),
                        Attributes.read(request.hasMessageAttributes() ? request.messageAttributes() : Map.of()),
                        request.delaySeconds(),
                        request.messageGroupId(),
                        request.messageDeduplicationId(),
                        Attributes.trace(
                                call,
                                request.hasMessageSystemAttributes()
                                        ? request.messageSystemAttributesAsStrings()
                                        : Map.of()))));
        return SendMessageResponse.builder()
                .messageId(sent.messageId())
                .md5OfMessageBody(sent.bodyDigest())
                .md5OfMessageAttributes(sent.attributesDigest())
                .md5OfMessageSystemAttributes(sent.systemDigest())
                .sequenceNumber(sent.sequenceNumber())
                .build();
    }

    // AttributeNames is what older clients know MessageSystemAttributeNames by.
    @SuppressWarnings("deprecation")
    ReceiveMessageResponse receive(Call call, ReceiveMessageRequest request) {
        Queue queue = queue(call, request.queueUrl());
        Set<String> system = new HashSet<>(request.attributeNamesAsStrings());
        system.addAll(request.messageSystemAttributeNamesAsStrings());
        Attributes.known(system);
        Integer most = request.maxNumberOfMessages();
        CompletableFuture<List<Received>> wish = sqs.receive(
                queue,
                new ReceiveMessages(
                        most == null ? 1 : most,
                        request.visibilityTimeout(),
                        request.waitTimeSeconds(),
                        request.receiveRequestAttemptId()));
        // A message that comes later is for somebody who is still there.
        call.gone().thenRun(() -> wish.complete(List.of()));
        List<Received> received = Waits.on(wish);
        ReceiveMessageResponse.Builder response = ReceiveMessageResponse.builder();
        return received.isEmpty()
                ? response.build()
                : response.messages(received.stream()
                                .map(each -> message(call, queue, each, system, request.messageAttributeNames()))
                                .toList())
                        .build();
    }

    private static Message message(Call call, Queue queue, Received received, Set<String> system, List<String> wanted) {
        var content = received.message().content();
        Message.Builder message = Message.builder()
                .messageId(content.messageId())
                .receiptHandle(received.receiptHandle())
                .md5OfBody(Sent.digest(content.body()))
                .body(content.body());
        Map<String, String> chosen = Attributes.system(received, system, queue.isFifo(), call.scope());
        if (!chosen.isEmpty()) {
            message.attributesWithStrings(chosen);
        }
        Map<String, MessageAttributeValue> own = Attributes.written(content.attributes(), wanted);
        if (!own.isEmpty()) {
            message.messageAttributes(own).md5OfMessageAttributes(Sent.digest(Attributes.read(own)));
        }
        return message.build();
    }

    DeleteMessageResponse delete(Call call, DeleteMessageRequest request) {
        Queue queue = queue(call, request.queueUrl());
        Waits.on(sqs.delete(queue, Needed.member(request.receiptHandle(), "ReceiptHandle")));
        return DeleteMessageResponse.builder().build();
    }

    ChangeMessageVisibilityResponse changeVisibility(Call call, ChangeMessageVisibilityRequest request) {
        Queue queue = queue(call, request.queueUrl());
        Waits.on(sqs.changeVisibility(
                queue,
                Needed.member(request.receiptHandle(), "ReceiptHandle"),
                Needed.member(request.visibilityTimeout(), "VisibilityTimeout")));
        return ChangeMessageVisibilityResponse.builder().build();
    }

    private Queue queue(Call call, @Nullable String url) {
        return Needed.queue(sqs.queues(), url, call.scope().account());
    }
}
