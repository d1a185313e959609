package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SNS with the SDK for Java: fan-out to queues, functions and URLs. */
@ExtendWith(SharedHearth.class)
class SnsTest {

    private static final String TELLS = """
            def handler(event, context):
                sns = event["Records"][0]["Sns"]
                print("heard", sns["Message"], sns["Subject"], sns["MessageAttributes"]["colour"]["Value"])
            """;

    private final Hearth hearth;
    private final SnsClient sns;
    private final SqsClient sqs;

    SnsTest(Hearth hearth) {
        this.hearth = hearth;
        this.sns = new Clients(hearth.endpoint(), hearth.keys()).sns();
        this.sqs = new Clients(hearth.endpoint(), hearth.keys()).sqs();
    }

    private String topic() {
        String name = "topic-" + UUID.randomUUID();
        return sns.createTopic(request -> request.name(name)).topicArn();
    }

    private String queue(String name) {
        Map<QueueAttributeName, String> attributes =
                name.endsWith(".fifo") ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of();
        return sqs.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
    }

    private String arn(String queueUrl) {
        return sqs.getQueueAttributes(
                        request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private List<Message> receive(String queueUrl) {
        return Received.from(
                sqs, queueUrl, request -> request.maxNumberOfMessages(10).messageAttributeNames("All"));
    }

    private void publish(String topic, String message, String colour) {
        sns.publish(request -> request.topicArn(topic)
                .subject("greeting")
                .message(message)
                .messageAttributes(Map.of(
                        "colour",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(colour)
                                .build())));
    }

    @Test
    void aMessageReachesEveryQueueThatWantsIt() {
        String topic = topic();
        String all = queue("all-" + UUID.randomUUID());
        String red = queue("red-" + UUID.randomUUID());
        sns.subscribe(request -> request.topicArn(topic).protocol("sqs").endpoint(arn(all)));
        sns.subscribe(request -> request.topicArn(topic)
                .protocol("sqs")
                .endpoint(arn(red))
                .attributes(Map.of("FilterPolicy", "{\"colour\":[\"red\"]}", "RawMessageDelivery", "true")));

        publish(topic, "first", "blue");
        publish(topic, "second", "red");

        List<Message> filtered = receive(red);
        assertThat(filtered).extracting(Message::body).containsExactly("second");
        assertThat(filtered.getFirst().messageAttributes().get("colour").stringValue())
                .isEqualTo("red");
        assertThat(receive(all).getFirst().body()).contains("\"Type\":\"Notification\"", "\"TopicArn\":\"" + topic);
    }

    @Test
    void aFunctionGetsTheRecords() {
        String topic = topic();
        try (Function function = Function.python(hearth, TELLS)) {
            String arn = hearth.lambda()
                    .getFunction(request -> request.functionName(function.name()))
                    .configuration()
                    .functionArn();
            sns.subscribe(request -> request.topicArn(topic).protocol("lambda").endpoint(arn));

            publish(topic, "to-you", "green");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .ignoreExceptionsInstanceOf(CloudWatchLogsException.class) // the group comes with the first line
                    .untilAsserted(() -> assertThat(hearth.logs()
                                    .filterLogEvents(request -> request.logGroupName("/aws/lambda/" + function.name()))
                                    .events())
                            .anyMatch(event -> event.message().contains("heard to-you greeting green")));
        }
    }

    @Test
    void anHttpEndpointConfirmsAndIsServed() throws IOException, InterruptedException {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(exchange.getRequestHeaders().getFirst("x-amz-sns-message-type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String topic = topic();
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
            assertThat(sns.subscribe(request ->
                                    request.topicArn(topic).protocol("http").endpoint(url))
                            .subscriptionArn())
                    .isEqualTo("pending confirmation");

            String asked = bodies.poll(60, TimeUnit.SECONDS);
            assertThat(asked).startsWith("SubscriptionConfirmation ");
            Matcher link = Pattern.compile("\"SubscribeURL\":\"([^\"]+)\"").matcher(asked);
            assertThat(link.find()).isTrue();
            HttpResponse<String> confirmed = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(link.group(1))).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(confirmed.statusCode()).isEqualTo(200);

            publish(topic, "over http", "red");
            assertThat(bodies.poll(60, TimeUnit.SECONDS))
                    .startsWith("Notification ")
                    .contains("over http");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aFifoTopicKeepsOrderIntoAFifoQueue() {
        String name = "ordered-" + UUID.randomUUID();
        String topic = sns.createTopic(request -> request.name(name + ".fifo")
                        .attributes(Map.of("FifoTopic", "true", "ContentBasedDeduplication", "true")))
                .topicArn();
        String queue = queue(name + ".fifo");
        sns.subscribe(request -> request.topicArn(topic)
                .protocol("sqs")
                .endpoint(arn(queue))
                .attributes(Map.of("RawMessageDelivery", "true")));

        for (int i = 0; i < 5; i++) {
            String message = "m" + i;
            sns.publish(request -> request.topicArn(topic).message(message).messageGroupId("g"));
            sns.publish(request -> request.topicArn(topic).message(message).messageGroupId("g"));
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(() -> "5"
                        .equals(sqs.getQueueAttributes(request -> request.queueUrl(queue)
                                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                                .attributes()
                                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)));
        assertThat(receive(queue)).extracting(Message::body).containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    @Test
    void aBatchSaysWhatBecameOfEachEntry() {
        String topic = topic();

        PublishBatchResponse done = sns.publishBatch(request -> request.topicArn(topic)
                .publishBatchRequestEntries(
                        PublishBatchRequestEntry.builder()
                                .id("good")
                                .message("m")
                                .build(),
                        PublishBatchRequestEntry.builder().id("bad").message("").build()));

        assertThat(done.successful()).extracting(each -> each.id()).containsExactly("good");
        assertThat(done.failed()).extracting(each -> each.id()).containsExactly("bad");
        assertThat(done.failed().getFirst().senderFault()).isTrue();
    }

    @Test
    void permissionsAreStatementsOfTheTopicsPolicy() {
        String topic = topic();
        String before = policy(topic);
        sns.addPermission(request -> request.topicArn(topic)
                .label("partners")
                .awsAccountIds("111122223333", "444455556666")
                .actionNames("Publish"));
        assertThat(policy(topic))
                .contains("__default_statement_ID")
                .contains("{\"Sid\":\"partners\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                        + "[\"arn:aws:iam::111122223333:root\",\"arn:aws:iam::444455556666:root\"]},"
                        + "\"Action\":\"SNS:Publish\",\"Resource\":\"" + topic + "\"}");
        assertThatThrownBy(() -> sns.addPermission(request -> request.topicArn(topic)
                        .label("partners")
                        .awsAccountIds("111122223333")
                        .actionNames("Publish")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Statement already exists");
        assertThatThrownBy(() -> sns.addPermission(request -> request.topicArn(topic)
                        .label("others")
                        .awsAccountIds("111122223333")
                        .actionNames("NotAnAction")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Policy statement action out of service scope!");
        sns.removePermission(request -> request.topicArn(topic).label("partners"));
        assertThat(policy(topic)).isEqualTo(before);
        assertThatThrownBy(() -> sns.removePermission(
                        request -> request.topicArn(topic + "x").label("partners")))
                .isInstanceOf(NotFoundException.class);
    }

    private String policy(String topic) {
        return sns.getTopicAttributes(request -> request.topicArn(topic))
                .attributes()
                .get("Policy");
    }

    @Test
    void whatIsWrongIsRefusedAsByAws() {
        String topic = topic();

        assertThatThrownBy(() ->
                        sns.publish(request -> request.topicArn(topic + "x").message("m")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Topic does not exist");
        assertThatThrownBy(() -> sns.subscribe(
                        request -> request.topicArn(topic).protocol("pigeon").endpoint("x")))
                .isInstanceOf(InvalidParameterException.class);
        assertThat(sns.getTopicAttributes(request -> request.topicArn(topic)).attributes())
                .containsEntry("SubscriptionsConfirmed", "0")
                .containsKeys("Policy", "EffectiveDeliveryPolicy", "Owner");
    }
}
