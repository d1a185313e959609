package dev.hearth.neighbours.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import dev.hearth.neighbours.outbox.Outbox;
import dev.hearth.neighbours.outbox.OutboxStore;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnsTest {

    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-25T12:00:00Z"), 1);
    private final List<Parcel> carried = new ArrayList<>();
    private final SnsStore store = SnsStore.inMemory();
    private final Outbox outbox = Outbox.create(
            OutboxStore.inMemory(),
            parcel -> {
                carried.add(parcel);
                return CompletableFuture.completedFuture(new Receipt.Delivered());
            },
            ports.ports());
    private final Sns sns = open();

    private Sns open() {
        outbox.start();
        return Sns.create(
                store,
                outbox,
                URI.create("http://127.0.0.1:4566"),
                ports.ports(),
                new AwsScope("000000000000", "us-east-1"));
    }

    private String topic(String name) {
        return sns.arn(
                sns.createTopic(name, name.endsWith(".fifo") ? Map.of("FifoTopic", "true") : Map.of(), Map.of()));
    }

    private Published publish(String topic, Publication publication) {
        Published published =
                sns.publish(topic, publication).toCompletableFuture().join();
        ports.settle();
        return published;
    }

    private static Publication with(String message, Map<String, Parcel.Attribute> attributes) {
        return new Publication(message, false, null, attributes, null, null);
    }

    @Test
    void aQueueGetsTheEnvelopeAndAFunctionItsRecords() {
        String topic = topic("t");
        sns.subscribe(topic, "sqs", QUEUE, Map.of());
        sns.subscribe(topic, "lambda", FUNCTION, Map.of());

        Published published = publish(
                topic,
                new Publication(
                        "hello", false, "greeting", Map.of("n", new Parcel.Attribute("Number", "1")), null, null));

        assertThat(carried).hasSize(2);
        assertThat(carried.getFirst().body())
                .contains("\"Type\":\"Notification\"", "\"Message\":\"hello\"", "\"Subject\":\"greeting\"")
                .contains("\"MessageId\":\"" + published.messageId() + "\"", "\"TopicArn\":\"" + topic + "\"")
                .contains("\"Timestamp\":\"2026-11-25T12:00:00.000Z\"", "\"n\":{\"Type\":\"Number\",\"Value\":\"1\"}");
        assertThat(carried.getLast().body())
                .startsWith("{\"Records\":[{\"EventSource\":\"aws:sns\",\"EventVersion\":\"1.0\"")
                .contains("\"Sns\":{\"Type\":\"Notification\"", "\"Message\":\"hello\"");
    }

    @Test
    void rawDeliveryIsTheMessageWithItsAttributes() {
        String topic = topic("t");
        sns.subscribe(topic, "sqs", QUEUE, Map.of("RawMessageDelivery", "true"));

        publish(topic, with("plain", Map.of("a", new Parcel.Attribute("String", "x"))));

        assertThat(carried.getFirst().body()).isEqualTo("plain");
        assertThat(carried.getFirst().attributes()).containsEntry("a", new Parcel.Attribute("String", "x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"store\":[\"a\"]}                          | String       | a        | true",
                "{\"store\":[\"a\"]}                          | String       | b        | false",
                "{\"store\":[{\"anything-but\":[\"a\"]}]}     | String       | b        | true",
                "{\"store\":[{\"prefix\":\"a\"}]}             | String       | abc      | true",
                "{\"store\":[{\"suffix\":\"c\"}]}             | String       | abc      | true",
                "{\"store\":[{\"numeric\":[\">\",5]}]}        | Number       | 7        | true",
                "{\"store\":[{\"numeric\":[\">\",5]}]}        | Number       | 3        | false",
                "{\"store\":[\"b\"]}                          | String.Array | [\"a\",\"b\"] | true",
                "{\"store\":[{\"exists\":false}]}             | String       | a        | false",
                "{\"other\":[{\"exists\":false}]}             | String       | a        | true",
                "{\"store\":[{\"equals-ignore-case\":\"A\"}]} | String       | a        | true",
                "{\"$or\":[{\"store\":[\"a\"]},{\"x\":[1]}]}  | String       | a        | true",
            })
    void aFilterPolicyLooksAtAttributes(String policy, String type, String value, boolean taken) {
        String topic = topic("t");
        sns.subscribe(topic, "sqs", QUEUE, Map.of("FilterPolicy", policy));

        publish(topic, with("m", Map.of("store", new Parcel.Attribute(type, value))));

        assertThat(carried).hasSize(taken ? 1 : 0);
    }

    @Test
    void aFilterPolicyMayLookAtTheBody() {
        String topic = topic("t");
        sns.subscribe(
                topic,
                "sqs",
                QUEUE,
                Map.of(
                        "FilterPolicy",
                        "{\"order\":{\"total\":[{\"numeric\":[\">=\",100]}]}}",
                        "FilterPolicyScope",
                        "MessageBody"));

        publish(topic, Publication.of("{\"order\":{\"total\":120}}"));
        publish(topic, Publication.of("{\"order\":{\"total\":20}}"));
        publish(topic, Publication.of("no JSON"));

        assertThat(carried).hasSize(1);
    }

    @Test
    void anEndpointOutsideAwsConfirmsFirst() {
        String topic = topic("t");
        Subscription pending = sns.subscribe(topic, "http", "http://127.0.0.1:1/x", Map.of());
        ports.settle();
        publish(topic, Publication.of("too early"));

        assertThat(carried).hasSize(1);
        assertThat(carried.getFirst().body()).contains("\"Type\":\"SubscriptionConfirmation\"", pending.token());
        assertThat(carried.getFirst().options())
                .containsEntry("header:x-amz-sns-message-type", "SubscriptionConfirmation");
        assertThatThrownBy(() -> sns.confirm(topic, "other")).isInstanceOf(FaultException.class);

        sns.confirm(topic, pending.token());
        publish(topic, Publication.of("now"));
        assertThat(carried).hasSize(2);
        assertThat(carried.getLast().body()).contains("\"Message\":\"now\"");
    }

    @Test
    void aMessageMayDifferByProtocol() {
        String topic = topic("t");
        sns.subscribe(topic, "sqs", QUEUE, Map.of("RawMessageDelivery", "true"));
        sns.subscribe(topic, "lambda", FUNCTION, Map.of());

        publish(topic, new Publication("{\"default\":\"d\",\"sqs\":\"s\"}", true, null, Map.of(), null, null));

        assertThat(carried.getFirst().body()).isEqualTo("s");
        assertThat(carried.getLast().body()).contains("\"Message\":\"d\"");
    }

    @Test
    void aFifoTopicKeepsOrderAndTakesAMessageOnce() {
        String topic = topic("t.fifo");
        sns.subscribe(topic, "sqs", QUEUE + ".fifo", Map.of("RawMessageDelivery", "true"));

        List<String> numbers = IntStream.range(0, 5)
                .mapToObj(i -> publish(topic, new Publication("" + i, false, null, Map.of(), "g", "id" + i))
                        .sequenceNumber())
                .toList();
        Published again = publish(topic, new Publication("0", false, null, Map.of(), "g", "id0"));

        assertThat(carried).extracting(Parcel::body).containsExactly("0", "1", "2", "3", "4");
        assertThat(carried.getFirst().options()).containsEntry("group", "g").containsEntry("deduplication", "id0");
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(again.sequenceNumber()).isEqualTo(numbers.getFirst());
        ports.advance(Duration.ofMinutes(5));
        assertThat(publish(topic, new Publication("0", false, null, Map.of(), "g", "id0"))
                        .sequenceNumber())
                .isGreaterThan(numbers.getLast());
    }

    @Test
    void whatIsWrongGetsAwssWords() {
        String topic = topic("t");

        assertThatThrownBy(() -> sns.createTopic("no blanks", Map.of(), Map.of()))
                .hasMessageContaining("Invalid parameter: Topic Name");
        assertThatThrownBy(() -> sns.publish(topic + "x", Publication.of("m")))
                .hasMessageContaining("Topic does not exist");
        assertThatThrownBy(() -> sns.publish(topic, Publication.of("")))
                .hasMessageContaining("Invalid parameter: Empty message");
        assertThatThrownBy(() -> sns.publish(topic, Publication.of("x".repeat(SnsLimits.MESSAGE_BYTES + 1))))
                .hasMessageContaining("Invalid parameter: Message too long");
        assertThatThrownBy(() -> sns.subscribe(topic, "sqs", QUEUE, Map.of("FilterPolicy", "{\"a\":1}")))
                .hasMessageContaining("Invalid parameter: FilterPolicy");
        assertThatThrownBy(() -> sns.subscribe(topic, "pigeon", "x", Map.of()))
                .hasMessageContaining("does not support this protocol string: pigeon");
        assertThatThrownBy(() -> sns.subscriptionAttributes(topic + ":none"))
                .hasMessageContaining("Subscription does not exist");
    }

    @Test
    void whatWasMadeIsThereAgain() {
        String topic = topic("t");
        sns.subscribe(topic, "sqs", QUEUE, Map.of("FilterPolicy", "{\"a\":[\"b\"]}"));

        Sns next = open();

        assertThat(next.topics(null).items()).extracting(Topic::name).containsExactly("t");
        assertThat(next.subscriptionsOf(topic, null).items())
                .extracting(Subscription::endpoint)
                .containsExactly(QUEUE);
        next.deleteTopic(topic);
        assertThat(next.subscriptions(null).items()).isEmpty();
        assertThat(store.subscriptions()).isEmpty();
    }
}
