package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Event source mappings of queues, with the SDK for Java. */
@ExtendWith(SharedHearth.class)
class EventSourceMappingTest {

    /** Fails for the messages that say so; tells the others in the log. */
    private static final String WORKER = """
            def handler(event, context):
                failures = []
                for record in event["Records"]:
                    if record["body"] == "bad":
                        failures.append({"itemIdentifier": record["messageId"]})
                    else:
                        received = record["attributes"]["ApproximateReceiveCount"]
                        print("did", record["body"], record["eventSource"], received)
                return {"batchItemFailures": failures}
            """;

    private final Hearth hearth;
    private final SqsClient sqs;

    EventSourceMappingTest(Hearth hearth) {
        this.hearth = hearth;
        this.sqs = new Clients(hearth.endpoint(), hearth.keys()).sqs();
    }

    private String queue(Map<QueueAttributeName, String> attributes) {
        String name = "source-" + UUID.randomUUID();
        return sqs.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
    }

    private String arn(String queueUrl) {
        return attribute(queueUrl, QueueAttributeName.QUEUE_ARN);
    }

    private String attribute(String queueUrl, QueueAttributeName name) {
        return sqs.getQueueAttributes(request -> request.queueUrl(queueUrl).attributeNames(name))
                .attributes()
                .get(name);
    }

    private void heard(Function function, String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(hearth.logs()
                                .filterLogEvents(request -> request.logGroupName("/aws/lambda/" + function.name()))
                                .events())
                        .anyMatch(event -> event.message().contains(text)));
    }

    private void send(String queue, String body) {
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody(body));
    }

    @Test
    void aMessageIsDoneOnceAndAFailedOneGoesToTheDeadLetterQueue() {
        String dead = queue(Map.of());
        String queue = queue(Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "10",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn(dead) + "\",\"maxReceiveCount\":\"1\"}"));
        try (Function function = Function.python(hearth, WORKER, Function.timeout(Duration.ofSeconds(10)))) {
            CreateEventSourceMappingResponse made = hearth.lambda()
                    .createEventSourceMapping(request -> request.functionName(function.name())
                            .eventSourceArn(arn(queue))
                            .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));
            assertThat(made.state()).isEqualTo("Creating");

            send(queue, "good");
            send(queue, "bad");

            heard(function, "did good aws:sqs 1");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> "1".equals(attribute(dead, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)));
            assertThat(attribute(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                    .isEqualTo("0");
            assertThat(hearth.lambda()
                            .deleteEventSourceMapping(request -> request.uuid(made.uuid()))
                            .state())
                    .isEqualTo("Deleting");
            assertThatThrownBy(() -> hearth.lambda().getEventSourceMapping(request -> request.uuid(made.uuid())))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Test
    void filtersDropWhatDoesNotMatchAndADisabledMappingRests() {
        String queue = queue(Map.of());
        try (Function function = Function.python(hearth, WORKER)) {
            String uuid = hearth.lambda()
                    .createEventSourceMapping(request -> request.functionName(function.name())
                            .eventSourceArn(arn(queue))
                            .filterCriteria(criteria -> criteria.filters(Filter.builder()
                                    .pattern("{\"body\":{\"kind\":[\"wanted\"]}}")
                                    .build())))
                    .uuid();
            assertThat(hearth.lambda()
                            .getEventSourceMapping(request -> request.uuid(uuid))
                            .state())
                    .isEqualTo("Enabled");

            send(queue, "{\"kind\":\"other\"}");
            send(queue, "{\"kind\":\"wanted\"}");
            heard(function, "did {\"kind\":\"wanted\"}");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .until(() ->
                            "0".equals(attribute(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                                    && "0".equals(attribute(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)));

            hearth.lambda()
                    .updateEventSourceMapping(request -> request.uuid(uuid).enabled(false));
            assertThat(hearth.lambda()
                            .listEventSourceMappings(request -> request.functionName(function.name()))
                            .eventSourceMappings())
                    .extracting(mapping -> mapping.state())
                    .containsExactly("Disabled");
        }
    }

    @Test
    void tagsAndProvisionedPollersAreKeptAndTakenAway() {
        String queue = queue(Map.of());
        try (Function function = Function.python(hearth, WORKER)) {
            CreateEventSourceMappingResponse made = hearth.lambda()
                    .createEventSourceMapping(request -> request.functionName(function.name())
                            .eventSourceArn(arn(queue))
                            .tags(Map.of("team", "red"))
                            .metricsConfig(metrics -> metrics.metricsWithStrings("EventCount"))
                            .provisionedPollerConfig(
                                    pollers -> pollers.minimumPollers(2).maximumPollers(4)));
            String arn = made.eventSourceMappingArn();
            assertThat(arn).endsWith(":event-source-mapping:" + made.uuid());
            assertThat(made.provisionedPollerConfig().maximumPollers()).isEqualTo(4);
            assertThat(made.metricsConfig().metricsAsStrings()).containsExactly("EventCount");
            send(queue, "good");
            heard(function, "did good aws:sqs 1");

            hearth.lambda().tagResource(request -> request.resource(arn).tags(Map.of("stage", "test")));
            hearth.lambda().untagResource(request -> request.resource(arn).tagKeys("team"));
            assertThat(hearth.lambda()
                            .listTags(request -> request.resource(arn))
                            .tags())
                    .containsExactly(Map.entry("stage", "test"));
            assertThat(hearth.lambda()
                            .updateEventSourceMapping(
                                    request -> request.uuid(made.uuid()).provisionedPollerConfig(pollers -> {}))
                            .provisionedPollerConfig())
                    .isNull();
            assertThatThrownBy(() -> hearth.lambda()
                            .listTags(request ->
                                    request.resource(arn.replace(made.uuid(), "00000000-0000-4000-8000-000000000000"))))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Test
    void whatIsWrongIsRefusedAsByAws() {
        String queue = queue(Map.of());
        try (Function function = Function.python(hearth, WORKER)) {
            hearth.lambda()
                    .createEventSourceMapping(request -> request.functionName(function.name())
                            .eventSourceArn(arn(queue))
                            .enabled(false));

            assertThatThrownBy(() -> hearth.lambda()
                            .createEventSourceMapping(request ->
                                    request.functionName(function.name()).eventSourceArn(arn(queue))))
                    .isInstanceOf(ResourceConflictException.class);
            assertThatThrownBy(() -> hearth.lambda()
                            .createEventSourceMapping(request ->
                                    request.functionName(function.name()).eventSourceArn(arn(queue) + "x")))
                    .isInstanceOf(InvalidParameterValueException.class);
            assertThatThrownBy(() -> hearth.lambda()
                            .createEventSourceMapping(
                                    request -> request.functionName("nobody").eventSourceArn(arn(queue))))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }
}
