package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A function that sends to its own queue is stopped, as Lambda stops it. */
@ExtendWith(SharedHearth.class)
class RecursionTest {

    /** Sends on what it gets with the AWS SDK's header, which is all that an SDK does about lineage. */
    private static final String LOOP = """
            import os, json, urllib.request, hmac, hashlib, datetime
            from urllib.parse import urlparse

            def sign(key, text):
                return hmac.new(key, text.encode(), hashlib.sha256).digest()

            def handler(event, context):
                url = os.environ["QUEUE"]
                host = urlparse(os.environ["AWS_ENDPOINT_URL"]).netloc
                body = json.dumps({"QueueUrl": url, "MessageBody": "again"})
                now = datetime.datetime.now(datetime.timezone.utc)
                stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
                region = os.environ["AWS_REGION"]
                signed = "host;x-amz-date;x-amz-security-token;x-amz-target"
                token = os.environ["AWS_SESSION_TOKEN"]
                canonical = "\\n".join(["POST", "/", "", "host:" + host, "x-amz-date:" + stamp,
                    "x-amz-security-token:" + token,
                    "x-amz-target:AmazonSQS.SendMessage", "", signed, hashlib.sha256(body.encode()).hexdigest()])
                scope = day + "/" + region + "/sqs/aws4_request"
                text = "\\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
                key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
                for part in (day, region, "sqs", "aws4_request"):
                    key = sign(key, part)
                authorization = ("AWS4-HMAC-SHA256 Credential=" + os.environ["AWS_ACCESS_KEY_ID"] + "/" + scope
                    + ", SignedHeaders=" + signed + ", Signature=" + sign(key, text).hex())
                request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"], body.encode(), {
                    "X-Amz-Date": stamp, "X-Amz-Target": "AmazonSQS.SendMessage", "Authorization": authorization,
                    "X-Amz-Security-Token": token,
                    "Content-Type": "application/x-amz-json-1.0", "X-Amzn-Trace-Id": os.environ["_X_AMZN_TRACE_ID"]})
                urllib.request.urlopen(request).read()
                print("ran", os.environ["_X_AMZN_TRACE_ID"])
            """;

    private final Hearth hearth;
    private final SqsClient sqs;

    RecursionTest(Hearth hearth) {
        this.hearth = hearth;
        this.sqs = new Clients(hearth.endpoint(), hearth.keys()).sqs();
    }

    private String queue(Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(request ->
                        request.queueName("loop-" + UUID.randomUUID()).attributes(attributes))
                .queueUrl();
    }

    private String attribute(String queue, QueueAttributeName name) {
        return sqs.getQueueAttributes(request -> request.queueUrl(queue).attributeNames(name))
                .attributes()
                .get(name);
    }

    private long runs(Function function) {
        return hearth
                .logs()
                .filterLogEventsPaginator(request -> request.logGroupName(function.logGroup()))
                .events()
                .stream()
                .filter(event -> event.message().startsWith("ran"))
                .count();
    }

    /** The log's group comes with its first line. */
    private void awaitRuns(Function function, int least) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(240))
                .ignoreExceptionsInstanceOf(CloudWatchLogsException.class)
                .until(() -> runs(function) >= least);
    }

    private Function looping(String queue) {
        Function function = Function.python(
                hearth,
                LOOP,
                request ->
                        request.timeout(20).environment(environment -> environment.variables(Map.of("QUEUE", queue))));
        hearth.lambda()
                .createEventSourceMapping(request -> request.functionName(function.name())
                        .eventSourceArn(attribute(queue, QueueAttributeName.QUEUE_ARN)));
        return function;
    }

    @Test
    void theSeventeenthInvocationOfAChainIsStoppedAndItsMessageGoesToTheDeadLetterQueue() {
        String dead = queue(Map.of());
        String queue = queue(Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "20",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + attribute(dead, QueueAttributeName.QUEUE_ARN)
                        + "\",\"maxReceiveCount\":\"1\"}"));
        try (Function function = looping(queue)) {
            sqs.sendMessage(request -> request.queueUrl(queue).messageBody("first"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(180))
                    .until(() -> "1".equals(attribute(dead, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)));
            awaitRuns(function, 16);
            assertThat(runs(function)).isEqualTo(16);
            assertThat(attribute(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                    .isEqualTo("0");
        }
    }

    @Test
    void aFunctionWhoseOwnerAllowsItGoesOn() {
        String queue = queue(Map.of());
        try (Function function = looping(queue)) {
            hearth.lambda()
                    .putFunctionRecursionConfig(
                            request -> request.functionName(function.name()).recursiveLoop(RecursiveLoop.ALLOW));
            sqs.sendMessage(request -> request.queueUrl(queue).messageBody("first"));
            awaitRuns(function, 21);
            hearth.lambda()
                    .putFunctionRecursionConfig(
                            request -> request.functionName(function.name()).recursiveLoop(RecursiveLoop.TERMINATE));
            // Without a dead-letter queue the message is dropped.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> "0".equals(attribute(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                            && "0"
                                    .equals(attribute(
                                            queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)));
        }
    }
}
