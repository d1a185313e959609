package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** SQS with the AWS SDK for Java, which checks every digest, and the Query protocol as older clients speak it. */
@ExtendWith(SharedHearth.class)
class SqsTest {

    private final Hearth hearth;
    private final SqsClient sqs;

    SqsTest(Hearth hearth) {
        this.hearth = hearth;
        this.sqs = new Clients(hearth.endpoint(), hearth.keys()).sqs();
    }

    @AfterEach
    void end() {
        sqs.listQueues().queueUrls().forEach(url -> sqs.deleteQueue(delete -> delete.queueUrl(url)));
        sqs.close();
    }

    private String queue(String name, Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(create -> create.queueName(name).attributes(attributes))
                .queueUrl();
    }

    private String arn(String url) {
        return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    @Test
    void aMessageGoesThroughWithItsAttributes() {
        String url = queue("orders", Map.of());
        assertThat(url).isEqualTo(hearth.endpoint() + "/000000000000/orders");
        MessageAttributeValue text = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue("välue")
                .build();
        MessageAttributeValue bytes = MessageAttributeValue.builder()
                .dataType("Binary.raw")
                .binaryValue(SdkBytes.fromByteArray(new byte[] {0, 1, -1}))
                .build();
        String id = sqs.sendMessage(send ->
                        send.queueUrl(url).messageBody("{\"n\": 1}").messageAttributes(Map.of("t", text, "b", bytes)))
                .messageId();

        Message message = sqs.receiveMessage(receive -> receive.queueUrl(url)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages()
                .getFirst();
        assertThat(message.messageId()).isEqualTo(id);
        assertThat(message.messageAttributes()).containsEntry("t", text).containsEntry("b", bytes);
        assertThat(message.attributes())
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
                .containsKeys(MessageSystemAttributeName.SENT_TIMESTAMP, MessageSystemAttributeName.SENDER_ID);
        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
        assertThat(sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0")
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "30");
    }

    @Test
    void aLongPollIsAnsweredByTheNextMessage() {
        String url = queue("polled", Map.of());
        CompletableFuture<List<Message>> poll = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> poll.complete(
                        sqs.receiveMessage(receive -> receive.queueUrl(url).waitTimeSeconds(20))
                                .messages()));
        sqs.sendMessage(send -> send.queueUrl(url).messageBody("at last"));
        assertThat(poll.join()).extracting(Message::body).containsExactly("at last");
    }

    @Test
    void aBatchTellsOfEachEntry() {
        String url = queue("batch", Map.of());
        SendMessageBatchResponse sent = sqs.sendMessageBatch(send -> send.queueUrl(url)
                .entries(IntStream.range(0, 10)
                        .mapToObj(i -> SendMessageBatchRequestEntry.builder()
                                .id("e" + i)
                                .messageBody(i == 3 ? "\u0001" : "body " + i)
                                .build())
                        .toList()));
        assertThat(sent.successful()).hasSize(9);
        assertThat(sent.failed()).singleElement().satisfies(failed -> {
            assertThat(failed.id()).isEqualTo("e3");
            assertThat(failed.code()).isEqualTo("InvalidMessageContents");
            assertThat(failed.senderFault()).isTrue();
        });
        assertThat(sqs.receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10))
                        .messages())
                .hasSize(9);
    }

    @Test
    void aFifoQueueKeepsTheOrderOfAGroupAndDropsDuplicates() {
        String url = queue(
                "orders.fifo",
                Map.of(QueueAttributeName.FIFO_QUEUE, "true", QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
        for (int i = 0; i < 12; i++) {
            String body = "m" + i / 2;
            sqs.sendMessage(send -> send.queueUrl(url).messageGroupId("g").messageBody(body));
        }
        List<Message> received = sqs.receiveMessage(
                        receive -> receive.queueUrl(url).maxNumberOfMessages(10))
                .messages();
        assertThat(received).extracting(Message::body).containsExactly("m0", "m1", "m2", "m3", "m4", "m5");
    }

    @Test
    void aPoisonousMessageEndsInTheDeadLetterQueue() {
        String dead = queue("dead", Map.of());
        String url = queue(
                "source",
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "0",
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + arn(dead) + "\",\"maxReceiveCount\":1}"));
        sqs.sendMessage(send -> send.queueUrl(url).messageBody("poison"));
        for (int i = 0; i < 2; i++) {
            sqs.receiveMessage(receive -> receive.queueUrl(url));
        }
        assertThat(sqs.receiveMessage(receive -> receive.queueUrl(dead)
                                .waitTimeSeconds(20)
                                .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                        .messages())
                .singleElement()
                .satisfies(message -> assertThat(message.attributes())
                        .containsEntry(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN, arn(url)));
    }

    @Test
    void errorsCarryBothTheirNames() {
        String url = queue("errors", Map.of());
        QueueDoesNotExistException none = catchThrowableOfType(
                QueueDoesNotExistException.class, () -> sqs.getQueueUrl(get -> get.queueName("nobody")));
        assertThat(none.awsErrorDetails().errorCode()).isEqualTo("AWS.SimpleQueueService.NonExistentQueue");
        assertThat(none.statusCode()).isEqualTo(400);
        assertThatThrownBy(() -> queue("errors", Map.of(QueueAttributeName.DELAY_SECONDS, "9")))
                .isInstanceOf(QueueNameExistsException.class);
        assertThatThrownBy(
                        () -> sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle("nonsense")))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
    }

    @Test
    void theQueryProtocolDoesTheSame() throws Exception {
        String created = query(
                "/",
                "Action=CreateQueue&QueueName=old&Attribute.1.Name=DelaySeconds&Attribute.1.Value=0"
                        + "&Tag.1.Key=k&Tag.1.Value=v");
        assertThat(created).contains("<CreateQueueResult><QueueUrl>" + hearth.endpoint() + "/000000000000/old<");
        String queue = "/000000000000/old";
        assertThat(query(
                        queue,
                        "Action=SendMessage&MessageBody=" + URLEncoder.encode("<hello & you>", StandardCharsets.UTF_8)
                                + "&MessageAttribute.1.Name=a&MessageAttribute.1.Value.DataType=String"
                                + "&MessageAttribute.1.Value.StringValue=b"))
                .contains("<MD5OfMessageBody>", "<MD5OfMessageAttributes>", "<MessageId>");
        String received = query(
                queue, "Action=ReceiveMessage&AttributeName.1=All&MessageAttributeName.1=a&MaxNumberOfMessages=10");
        assertThat(received)
                .contains("<Message><MessageId>", "<Body>&lt;hello &amp; you&gt;</Body>")
                .contains("<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>")
                .contains("<MessageAttribute><Name>a</Name><Value><StringValue>b</StringValue>");
        String handle = received.replaceAll("(?s).*<ReceiptHandle>(.*)</ReceiptHandle>.*", "$1");
        assertThat(query(
                        queue,
                        "Action=DeleteMessageBatch&DeleteMessageBatchRequestEntry.1.Id=x"
                                + "&DeleteMessageBatchRequestEntry.1.ReceiptHandle=" + handle))
                .contains("<DeleteMessageBatchResultEntry><Id>x</Id></DeleteMessageBatchResultEntry>");
        assertThat(query(queue, "Action=GetQueueAttributes&AttributeName.1=All"))
                .contains("<Attribute><Name>ApproximateNumberOfMessages</Name><Value>0</Value></Attribute>");
        assertThat(query("/", "Action=ListQueues")).contains("<QueueUrl>" + hearth.endpoint() + queue);
        assertThat(query("/000000000000/nobody", "Action=ReceiveMessage"))
                .contains("<Code>AWS.SimpleQueueService.NonExistentQueue</Code>", "<Type>Sender</Type>");
    }

    private String query(String path, String form) throws Exception {
        URI uri = hearth.endpoint().resolve(path);
        HttpResponse<java.io.InputStream> response = new SignedHttp(hearth.keys(), "sqs")
                .send("POST", uri, form + "&Version=2012-11-05", "Content-Type", "application/x-www-form-urlencoded");
        return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    }
}
