package dev.hearth.neighbours.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageRulesTest {

    private final TestSqs test = new TestSqs(3);

    private static SendMessage with(String name, MessageAttribute attribute) {
        return new SendMessage("x", Map.of(name, attribute), null, null, null, null);
    }

    private static MessageAttribute text(String type, String value) {
        return new MessageAttribute(type, value, null);
    }

    @Test
    void aMessageHoldsOneMebibyteWithItsAttributes() {
        Queue queue = test.queue("big");
        String most = "x".repeat(SqsLimits.MESSAGE_BYTES);
        test.send(queue, most);
        assertThat(test.receive(queue, 1, 0).getFirst().message().content().body())
                .isEqualTo(most);
        assertThatThrownBy(() -> test.send(queue, most + "x"))
                .hasMessageContaining("Message must be shorter than 1048576 bytes");
        SendMessage attributed = new SendMessage(
                "x".repeat(SqsLimits.MESSAGE_BYTES - 8), Map.of("n", text("String", "vv")), null, null, null, null);
        assertThatThrownBy(() -> test.now(test.sqs.send(queue, attributed))).hasMessageContaining("shorter than");
        Queue small = test.queue("small", "MaximumMessageSize", "1024");
        assertThatThrownBy(() -> test.send(small, "ä".repeat(513))).hasMessageContaining("shorter than 1024");
        test.send(small, "ä".repeat(512));
    }

    @Test
    void onlyCharactersThatXmlCanCarryAreTaken() {
        Queue queue = test.queue("text");
        test.send(queue, "tab\t line\n \uD83D\uDE00 \uFFFD");
        for (String bad : new String[] {"\u0000", "\u001b", "\uFFFE", "\uD83D", "\uDE00\uD83D"}) {
            assertThatThrownBy(() -> test.send(queue, "x" + bad)).hasMessageContaining("Invalid characters found");
        }
        assertThatThrownBy(() -> test.send(queue, "")).hasMessageContaining("must contain the parameter MessageBody");
    }

    @Test
    void attributesAreChecked() {
        Queue queue = test.queue("attributes");
        test.now(test.sqs.send(queue, with("a.b-c_9", text("Number.int", "-1.5e3"))));
        for (String name : new String[] {"AWS.x", "amazon.y", ".a", "a.", "a..b", "a b", ""}) {
            assertThatThrownBy(() -> test.now(test.sqs.send(queue, with(name, text("String", "v")))))
                    .as(name)
                    .hasMessageContaining("attribute name");
        }
        assertThatThrownBy(() -> test.now(test.sqs.send(queue, with("n", text("Number", "1x")))))
                .hasMessageContaining("to a number");
        assertThatThrownBy(() -> test.now(test.sqs.send(queue, with("n", text("Float", "1")))))
                .hasMessageContaining("supported type prefixes");
        assertThatThrownBy(() -> test.now(test.sqs.send(queue, with("n", text("String", "")))))
                .hasMessageContaining("non-empty message attribute value");
    }

    /** The digests that AWS's SDKs compute for the same attributes. */
    @Test
    void digestsAreAwss() {
        assertThat(Digests.md5("hello world")).isEqualTo("5eb63bbbe01eeed093cb22bb8f5acdc3");
        assertThat(Digests.md5(Map.of(
                        "x", text("String", "y"),
                        "n", text("Number", "12"),
                        "b", new MessageAttribute("Binary", null, new byte[] {0, 1}))))
                .isEqualTo("391a24bef0a27f7e1431dfca333387a3");
        assertThat(Digests.md5(Map.of())).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "VisibilityTimeout, 43201",
        "VisibilityTimeout, -1",
        "DelaySeconds, 901",
        "DelaySeconds, x",
        "MaximumMessageSize, 1023",
        "MaximumMessageSize, 1048577",
        "MessageRetentionPeriod, 59",
        "ReceiveMessageWaitTimeSeconds, 21",
        "SqsManagedSseEnabled, maybe",
        "RedrivePolicy, nonsense",
        "RedriveAllowPolicy, []",
        "Policy, text",
    })
    void attributeValuesAreChecked(String name, String value) {
        assertThatThrownBy(() -> test.queue("checked", name, value)).hasMessageContaining(name);
        assertThatThrownBy(() -> test.sqs.queues().named("checked")).hasMessageContaining("does not exist");
    }

    @Test
    void anExistingQueueIsGivenBackOnlyForTheAttributesThatItHas() {
        Queue queue = test.queue("same", "VisibilityTimeout", "7");
        assertThat(test.queue("same", "VisibilityTimeout", "7").id()).isEqualTo(queue.id());
        assertThat(test.queue("same").id()).isEqualTo(queue.id());
        assertThat(test.queue("same", "DelaySeconds", "0").id()).isEqualTo(queue.id());
        assertThatThrownBy(() -> test.queue("same", "VisibilityTimeout", "8"))
                .hasMessageContaining("different value for attribute VisibilityTimeout");
    }

    @Test
    void permissionsAreStatementsOfThePolicy() {
        Queue queue = test.queue("open");
        Queues queues = test.sqs.queues();
        queues.addPermission(queue, "first", java.util.List.of("111111111111"), java.util.List.of("SendMessage"));
        queues.addPermission(queue, "second", java.util.List.of("1", "2"), java.util.List.of("*"));
        String policy = queues.attributes(queue, java.util.List.of("Policy")).get("Policy");
        assertThat(policy).contains("\"Sid\":\"first\"", "arn:aws:iam::111111111111:root", "SQS:SendMessage", "SQS:*");
        assertThatThrownBy(() ->
                        queues.addPermission(queue, "first", java.util.List.of("1"), java.util.List.of("SendMessage")))
                .hasMessageContaining("Already exists");
        queues.removePermission(queue, "first");
        queues.removePermission(queue, "second");
        assertThat(queues.attributes(queue, java.util.List.of("All"))).doesNotContainKey("Policy");
        assertThatThrownBy(() -> queues.removePermission(queue, "second")).hasMessageContaining("can't find label");
    }
}
