package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.ManagedRuleException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.ReplayState;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** EventBridge with the SDK for Java: rules to functions, queues, topics and buses; archives; destinations. */
@ExtendWith(SharedHearth.class)
class EventBridgeTest {

    private static final String TELLS = """
            def handler(event, context):
                print("heard", event["detail-type"], event["source"], event["detail"]["n"], event["version"])
                return {"n": event["detail"]["n"]}
            """;
    private static final String TEMPLATE = "{\"number\":<n>,\"text\":\"<what> <n>\",\"rule\":<aws.events.rule-name>}";
    private static final String DEFAULT_BUS = "arn:aws:events:us-east-1:000000000000:event-bus/default";
    private static final String LIVES = "arn:aws:lambda:us-east-1:000000000000:function:";

    private final Hearth hearth;
    private final EventBridgeClient events;
    private final SqsClient sqs;
    private final SnsClient sns;
    private final String name = "eb-" + UUID.randomUUID();
    private final String source = "test." + name;

    EventBridgeTest(Hearth hearth) {
        this.hearth = hearth;
        Clients clients = new Clients(hearth.endpoint(), hearth.keys());
        this.events = clients.events();
        this.sqs = clients.sqs();
        this.sns = clients.sns();
    }

    private record TestQueue(String url, String arn) {}

    private TestQueue queue(String suffix) {
        Map<QueueAttributeName, String> attributes = suffix.endsWith(".fifo")
                ? Map.of(QueueAttributeName.FIFO_QUEUE, "true", QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true")
                : Map.of();
        String url = sqs.createQueue(request -> request.queueName(name + suffix).attributes(attributes))
                .queueUrl();
        String arn = sqs.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        return new TestQueue(url, arn);
    }

    private List<Message> receive(TestQueue queue) {
        return Received.from(
                sqs, queue.url(), request -> request.maxNumberOfMessages(10).messageAttributeNames("All"));
    }

    private String rule(String rule, Target... targets) {
        String arn = events.putRule(request -> request.name(rule).eventPattern("{\"source\":[\"" + source + "\"]}"))
                .ruleArn();
        assertThat(events.putTargets(request -> request.rule(rule).targets(targets))
                        .failedEntryCount())
                .isZero();
        return arn;
    }

    private static Target target(String arn) {
        return Target.builder().id("t").arn(arn).build();
    }

    private PutEventsRequestEntry entry(int n) {
        return PutEventsRequestEntry.builder()
                .source(source)
                .detailType("Tested")
                .detail("{\"n\": " + n + "}")
                .resources("arn:aws:any:::thing")
                .time(Instant.parse("2026-02-03T04:05:06Z"))
                .build();
    }

    private PutEventsResponse put(PutEventsRequestEntry... entries) {
        return events.putEvents(request -> request.entries(entries));
    }

    private void allow(Function function, String ruleArn) {
        hearth.lambda()
                .addPermission(request -> request.functionName(function.name())
                        .statementId("events")
                        .action("lambda:InvokeFunction")
                        .principal("events.amazonaws.com")
                        .sourceArn(ruleArn));
    }

    @Test
    void aFunctionAQueueAndATopicGetTheEvent() {
        TestQueue plain = queue("");
        TestQueue ordered = queue(".fifo");
        TestQueue subscribed = queue("-sub");
        String topic = sns.createTopic(request -> request.name(name)).topicArn();
        sns.subscribe(request -> request.topicArn(topic).protocol("sqs").endpoint(subscribed.arn()));
        try (Function function = Function.python(hearth, TELLS)) {
            String arn = rule(
                    name,
                    target(LIVES + function.name()),
                    target(plain.arn()).toBuilder().id("queue").build(),
                    target(ordered.arn()).toBuilder()
                            .id("fifo")
                            .sqsParameters(queue -> queue.messageGroupId("g"))
                            .build(),
                    target(topic).toBuilder().id("topic").build());
            assertThat(arn).endsWith(":rule/" + name);
            allow(function, arn);

            PutEventsResponse answer = put(entry(7));

            assertThat(answer.failedEntryCount()).isZero();
            String body = receive(plain).getFirst().body();
            assertThat(body)
                    .startsWith("{\"version\":\"0\",\"id\":\""
                            + answer.entries().getFirst().eventId() + "\",")
                    .contains(
                            "\"detail-type\":\"Tested\",\"source\":\"" + source + "\"",
                            "\"time\":\"2026-02-03T04:05:06Z\",\"region\":\"us-east-1\"",
                            "\"resources\":[\"arn:aws:any:::thing\"],\"detail\":{\"n\": 7}}");
            assertThat(receive(ordered)).extracting(Message::body).containsExactly(body);
            assertThat(receive(subscribed).getFirst().body()).contains("\"Type\":\"Notification\"", "Tested");
            heard(function, "heard Tested " + source + " 7 0");
        }
    }

    private void heard(Function function, String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .ignoreExceptionsInstanceOf(CloudWatchLogsException.class) // the group comes with the first line
                .untilAsserted(() -> assertThat(hearth.logs()
                                .filterLogEvents(request -> request.logGroupName(function.logGroup()))
                                .events())
                        .anyMatch(event -> event.message().contains(text)));
    }

    @Test
    void whatAFunctionMayNotGetEndsInTheDeadLetterQueue() {
        TestQueue dead = queue("-dead");
        try (Function function = Function.python(hearth, TELLS)) {
            String arn = rule(
                    name,
                    target(LIVES + function.name()).toBuilder()
                            .deadLetterConfig(letters -> letters.arn(dead.arn()))
                            .retryPolicy(
                                    retries -> retries.maximumRetryAttempts(3).maximumEventAgeInSeconds(60))
                            .build());

            put(entry(1));

            Message letter = receive(dead).getFirst();
            assertThat(letter.body()).contains("\"detail\":{\"n\": 1}");
            Map<String, MessageAttributeValue> why = letter.messageAttributes();
            assertThat(why.get("RULE_ARN").stringValue()).isEqualTo(arn);
            assertThat(why.get("TARGET_ARN").stringValue()).isEqualTo(LIVES + function.name());
            assertThat(why.get("ERROR_CODE").stringValue()).isEqualTo("NO_PERMISSIONS");
            assertThat(why.get("ERROR_MESSAGE").stringValue()).contains("lambda:InvokeFunction");
        }
    }

    @Test
    void aTransformedEventGoesOverACustomBus() {
        String bus = events.createEventBus(request -> request.name(name)).eventBusArn();
        TestQueue queue = queue("");
        rule(name, target(bus));
        events.putRule(request -> request.name("on-bus")
                .eventBusName(bus)
                .eventPattern("{\"detail\":{\"n\":[{\"numeric\":[\">\",5]}]}}"));
        events.putTargets(request -> request.rule("on-bus")
                .eventBusName(name)
                .targets(target(queue.arn()).toBuilder()
                        .inputTransformer(
                                input -> input.inputPathsMap(Map.of("n", "$.detail.n", "what", "$.detail-type"))
                                        .inputTemplate(TEMPLATE))
                        .build()));

        put(entry(3), entry(8));

        assertThat(receive(queue))
                .extracting(Message::body)
                .containsExactly("{\"number\":8,\"text\":\"Tested 8\",\"rule\":\"on-bus\"}");
        assertThat(events.listTargetsByRule(request -> request.rule("on-bus").eventBusName(name))
                        .targets()
                        .getFirst()
                        .inputTransformer()
                        .inputPathsMap())
                .containsEntry("n", "$.detail.n");
        assertThat(events.listRuleNamesByTarget(request -> request.targetArn(bus))
                        .ruleNames())
                .contains(name);
    }

    @Test
    void archivedEventsAreReplayed() {
        String bus = events.createEventBus(request -> request.name(name)).eventBusArn();
        String archive = "a-" + name;
        String archiveArn = events.createArchive(request ->
                        request.archiveName(archive).eventSourceArn(bus).retentionDays(2))
                .archiveArn();
        assertThatThrownBy(() -> events.deleteRule(
                        request -> request.name("Events-Archive-" + archive).eventBusName(name)))
                .isInstanceOf(ManagedRuleException.class);
        put(entry(5).toBuilder().eventBusName(name).build());
        TestQueue queue = queue("");
        events.putRule(
                request -> request.name(name).eventBusName(name).eventPattern("{\"source\":[{\"prefix\":\"test.\"}]}"));
        events.putTargets(request -> request.rule(name).eventBusName(name).targets(target(queue.arn())));

        events.startReplay(request -> request.replayName(name)
                .eventSourceArn(archiveArn)
                .eventStartTime(Instant.parse("2026-02-03T00:00:00Z"))
                .eventEndTime(Instant.parse("2026-02-04T00:00:00Z"))
                .destination(destination -> destination.arn(bus)));

        assertThat(receive(queue).getFirst().body())
                .contains("\"detail\":{\"n\": 5}")
                .endsWith(",\"replay-name\":\"" + name + "\"}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(() -> events.describeReplay(request -> request.replayName(name))
                                .state()
                        == ReplayState.COMPLETED);
        assertThat(events.describeArchive(request -> request.archiveName(archive))
                        .eventCount())
                .isEqualTo(1);
    }

    @Test
    void aFunctionsDestinationIsABus() {
        TestQueue queue = queue("");
        events.putRule(request -> request.name(name)
                .eventPattern("{\"source\":[\"lambda\"],\"detail\":{\"requestPayload\":{\"detail\":{\"n\":[42]}}}}"));
        events.putTargets(request -> request.rule(name).targets(target(queue.arn())));
        try (Function function = Function.python(hearth, TELLS)) {
            hearth.lambda()
                    .putFunctionEventInvokeConfig(request -> request.functionName(function.name())
                            .destinationConfig(
                                    config -> config.onSuccess(success -> success.destination(DEFAULT_BUS))));
            hearth.lambda()
                    .invoke(request -> request.functionName(function.name())
                            .invocationType("Event")
                            .payload(software.amazon.awssdk.core.SdkBytes.fromUtf8String(
                                    "{\"detail-type\":\"d\",\"source\":\"s\",\"version\":0,\"detail\":{\"n\":42}}")));

            assertThat(receive(queue).getFirst().body())
                    .contains(
                            "\"detail-type\":\"Lambda Function Invocation Result - Success\",\"source\":\"lambda\"",
                            "event-bus/default\",\"" + LIVES + function.name() + ":$LATEST\"]",
                            "\"responsePayload\":{\"n\": 42}");
        }
    }

    @Test
    void whatIsWrongIsRefusedAsByAws() {
        PutEventsResponse partly = put(
                entry(1),
                entry(1).toBuilder().detail("[1]").build(),
                entry(1).toBuilder().source(null).build(),
                entry(1).toBuilder().source("aws.ec2").build());
        assertThat(partly.failedEntryCount()).isEqualTo(3);
        assertThat(partly.entries())
                .extracting(each -> each.errorCode())
                .containsExactly(null, "MalformedDetail", "InvalidArgument", "NotAuthorizedForSourceException");

        assertThatThrownBy(() -> events.putRule(request -> request.name(name).eventPattern("{\"source\":\"x\"}")))
                .isInstanceOf(InvalidEventPatternException.class)
                .hasMessageContaining("Event pattern is not valid. Reason: ");
        assertThatThrownBy(() -> events.putRule(request -> request.name(name).scheduleExpression("rate(1 minutes)")))
                .isInstanceOf(EventBridgeException.class)
                .hasMessageContaining("Parameter ScheduleExpression is not valid.");
        assertThatThrownBy(() -> events.describeRule(request -> request.name(name)))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Rule " + name + " does not exist on EventBus default.");
        rule(name, target("arn:aws:sqs:us-east-1:000000000000:none"));
        assertThatThrownBy(() -> events.deleteRule(request -> request.name(name)))
                .hasMessageContaining("Rule can't be deleted since it has targets.");
        assertThatThrownBy(() -> events.putTargets(request -> request.rule(name)
                        .targets(target("arn:aws:sqs:us-east-1:000000000000:none").toBuilder()
                                .input("{\"a\"}")
                                .build())))
                .hasMessageContaining("JSON syntax error in input for target t");
        events.removeTargets(request -> request.rule(name).ids("t"));
        events.deleteRule(request -> request.name(name));
    }
}
