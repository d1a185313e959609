package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sources.kafka.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.EndPointType;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.SourceAccessConfiguration;
import software.amazon.awssdk.services.lambda.model.SourceAccessType;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Event source mappings of a topic, from a real broker to a function. */
@Tag("slow")
class KafkaMappingTest {

    private static final String WORKER = """
            import base64
            def handler(event, context):
                for lane, records in event["records"].items():
                    for record in records:
                        value = base64.b64decode(record["value"]).decode()
                        print("did", value, lane, event["eventSource"])
                        if "bad" in value:
                            raise Exception("bad")
            """;

    private static KafkaBroker broker;
    private static Hearth hearth;

    private final String topic = "t-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start();
        hearth = Hearth.start();
    }

    @AfterAll
    static void end() {
        hearth.close();
        broker.close();
    }

    private CreateEventSourceMappingResponse map(
            Function function, UnaryOperator<CreateEventSourceMappingRequest.Builder> more) {
        return hearth.lambda()
                .createEventSourceMapping(more.apply(CreateEventSourceMappingRequest.builder()
                                .functionName(function.name())
                                .topics(topic)
                                .startingPosition(EventSourcePosition.TRIM_HORIZON)
                                .selfManagedKafkaEventSourceConfig(config -> config.consumerGroupId("g-" + topic))
                                .selfManagedEventSource(source -> source.endpoints(
                                        Map.of(EndPointType.KAFKA_BOOTSTRAP_SERVERS, List.of(broker.address())))))
                        .build());
    }

    private static List<String> did(Function function) {
        return hearth
                .logs()
                .filterLogEventsPaginator(request -> request.logGroupName(function.logGroup()))
                .events()
                .stream()
                .map(event -> event.message().strip())
                .filter(message -> message.startsWith("did"))
                .toList();
    }

    private static void heard(Function function, String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(180))
                .ignoreExceptions()
                .until(() -> did(function).stream().anyMatch(message -> message.contains(text)));
    }

    private static String result(String uuid) {
        return hearth.lambda()
                .getEventSourceMapping(request -> request.uuid(uuid))
                .lastProcessingResult();
    }

    @Test
    void recordsAreRunAndAfterARestartItGoesOnFromTheOffset() {
        broker.topic(topic, 2);
        broker.produce(topic, 0, "k={\"kind\":\"wanted\",\"n\":1}", "k={\"kind\":\"other\"}");
        try (Function function = Function.python(hearth, WORKER)) {
            CreateEventSourceMappingResponse made = map(
                    function,
                    request -> request.filterCriteria(criteria -> criteria.filters(Filter.builder()
                            .pattern("{\"value\":{\"kind\":[\"wanted\"]}}")
                            .build())));
            assertThat(made.topics()).containsExactly(topic);
            assertThat(made.batchSize()).isEqualTo(100);
            heard(function, "\"n\":1} " + topic + "-0 SelfManagedKafka");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> result(made.uuid()).equals("OK"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> broker.committed("g-" + topic, topic, 0) == 2);

            hearth.restart();
            broker.produce(topic, 1, "k={\"kind\":\"wanted\",\"n\":2}");
            heard(function, "\"n\":2} " + topic + "-1");
            assertThat(did(function)).hasSize(2);
            hearth.lambda().deleteEventSourceMapping(request -> request.uuid(made.uuid()));
        }
    }

    @Test
    void aBatchThatFailsForGoodIsToldOfAndTheTopicGoesOn() {
        broker.topic(topic, 1);
        broker.produce(topic, 0, "k=1", "k=bad", "k=3");
        SqsClient sqs = new Clients(hearth.endpoint(), hearth.keys()).sqs();
        String queue = sqs.createQueue(request -> request.queueName("failed-" + UUID.randomUUID()))
                .queueUrl();
        String arn = sqs.getQueueAttributes(
                        request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        try (Function function = Function.python(hearth, WORKER)) {
            CreateEventSourceMappingResponse made = map(
                    function,
                    request -> request.maximumRetryAttempts(0)
                            .bisectBatchOnFunctionError(true)
                            .destinationConfig(to -> to.onFailure(failure -> failure.destination(arn))));
            heard(function, "did 3");
            String told = Received.from(sqs, queue).getFirst().body();
            assertThat(told)
                    .contains("\"condition\":\"RetryAttemptsExhausted\"")
                    .contains("\"KafkaBatchInfo\":{\"batchSize\":1")
                    .contains("\"" + topic + "-0\":{\"firstRecordOffset\":\"1\",\"lastRecordOffset\":\"1\"");
            hearth.lambda().deleteEventSourceMapping(request -> request.uuid(made.uuid()));
        }
    }

    @Test
    void aBrokerThatDiesIsToldOfAndComesBackByItself() throws Exception {
        broker.topic(topic, 1);
        try (Function function = Function.python(hearth, WORKER)) {
            String uuid = map(function, request -> request).uuid();
            broker.produce(topic, 0, "k=1");
            heard(function, "did 1");
            broker.kill();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> result(uuid).startsWith("PROBLEM: Connection error."));
            broker.up();
            broker.produce(topic, 0, "k=2");
            heard(function, "did 2");
            hearth.lambda().deleteEventSourceMapping(request -> request.uuid(uuid));
        }
    }

    @Test
    void whatNeedsSecretsIsRefusedByName() {
        try (Function function = Function.python(hearth, WORKER)) {
            assertThatThrownBy(() -> map(
                            function,
                            request -> request.sourceAccessConfigurations(SourceAccessConfiguration.builder()
                                    .type(SourceAccessType.SASL_SCRAM_512_AUTH)
                                    .uri("arn:aws:secretsmanager:us-east-1:000000000000:secret:s")
                                    .build())))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("SASL_SCRAM_512_AUTH need AWS Secrets Manager");
            assertThatThrownBy(() -> map(function, request -> request.parallelizationFactor(2)))
                    .hasMessageContaining("ParallelizationFactor is not supported for this event source.");
        }
    }
}
