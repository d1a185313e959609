package dev.hearth.conformance;

import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** What comes into a queue at last, however slow the machine is; it comes once, because it stays hidden. */
final class Received {

    private static final int WAIT_SECONDS = 20;
    private static final int TRIES = 9;
    private static final int HIDDEN_SECONDS = 3_600;

    private Received() {}

    static List<Message> from(SqsClient sqs, String queueUrl, UnaryOperator<ReceiveMessageRequest.Builder> more) {
        ReceiveMessageRequest request = more.apply(ReceiveMessageRequest.builder()
                        .queueUrl(queueUrl)
                        .waitTimeSeconds(WAIT_SECONDS)
                        .visibilityTimeout(HIDDEN_SECONDS))
                .build();
        List<Message> messages = sqs.receiveMessage(request).messages();
        for (int again = 1; again < TRIES && messages.isEmpty(); again++) {
            messages = sqs.receiveMessage(request).messages();
        }
        return messages;
    }

    static List<Message> from(SqsClient sqs, String queueUrl) {
        return from(sqs, queueUrl, UnaryOperator.identity());
    }
}
