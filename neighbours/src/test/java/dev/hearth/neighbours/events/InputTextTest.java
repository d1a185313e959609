package dev.hearth.neighbours.events;

import static dev.hearth.neighbours.events.TestEvents.DETAIL;
import static dev.hearth.neighbours.events.TestEvents.FUNCTION;
import static dev.hearth.neighbours.events.TestEvents.QUEUE;
import static dev.hearth.neighbours.events.TestEvents.event;
import static dev.hearth.neighbours.events.TestEvents.transformed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputTextTest {

    private static final Map<String, String> PATHS = Map.of(
            "n", "$.detail.n",
            "text", "$.detail.text",
            "list", "$.detail.list",
            "deep", "$.detail.deep",
            "first", "$.resources[0]",
            "all", "$.resources[*]",
            "type", "$['detail-type']",
            "none", "$.detail.none");

    private final TestEvents test = new TestEvents();

    private String sent(Target target) {
        test.rule("r", "{\"source\":[\"mine\"]}", target);
        test.put(event(null, "mine", DETAIL));
        return test.carried.getFirst().body();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":<n>}                      | {\"a\":1}",
                "{\"a\":<text>}                   | {\"a\":\"a \\\"b\\\"\"}",
                "{\"a\":\"<text>!\"}              | {\"a\":\"a \\\"b\\\"!\"}",
                "{\"a\":\"n is <n>\"}             | {\"a\":\"n is 1\"}",
                "{\"a\":<list>,\"b\":<deep>}      | {\"a\":[1,\"x\"],\"b\":{\"k\":true}}",
                "{\"a\":\"<list>\"}               | {\"a\":\"[1,x]\"}",
                "{\"a\":<first>}                  | {\"a\":\"arn:one\"}",
                "{\"a\":<all>}                    | {\"a\":[\"arn:one\",\"arn:two\"]}",
                "{\"a\":\"<none>\",\"b\":<none>}  | {\"a\":\"\",\"b\":\"\"}",
                "\"<type> of <n>\"                | \"Tested of 1\"",
                "\"1 < 2 <n>\"                    | \"1 < 2 1\"",
                "<text>                           | \"a \\\"b\\\"\"",
                "{\"a\":<aws.events.rule-name>}   | {\"a\":\"r\"}",
                "{\"a\":<aws.events.rule-arn>}    | {\"a\":\"arn:aws:events:us-east-1:000000000000:rule/r\"}",
                "{\"a\":<aws.events.event.ingestion-time>} | {\"a\":\"2026-11-25T12:00:20Z\"}",
            })
    void aTemplateIsFilled(String template, String text) {
        assertThat(sent(transformed(template, PATHS))).isEqualTo(text);
    }

    @Test
    void theWholeEventIsAVariableToo() {
        assertThat(sent(transformed("{\"a\":<aws.events.event.json>,\"b\":<aws.events.event>}", Map.of())))
                .startsWith("{\"a\":{\"version\":\"0\"")
                .contains("\"detail\":" + DETAIL + "},\"b\":{\"version\":\"0\"")
                .contains("\"detailType\":\"Tested\"")
                .endsWith("\"resources\":[\"arn:one\",\"arn:two\"]}}");
    }

    @Test
    void aPathAndAConstantReplaceTheEvent() {
        assertThat(sent(new Target("t", FUNCTION, "", null, "$.detail.deep", null, null, null, null, null)))
                .isEqualTo("{\"k\":true}");
        test.carried.clear();
        assertThat(sent(new Target("t", FUNCTION, "", "{\"constant\":1}", null, null, null, null, null, null)))
                .isEqualTo("{\"constant\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":<unknown>}   | InputTemplate for target t contains invalid placeholder unknown.",
                "{\"a\":<n>          | Invalid InputTemplate for target t",
                "Hello <n>           | Invalid InputTemplate for target t",
            })
    void aTemplateThatCannotBeFilledIsRefused(String template, String message) {
        assertThatThrownBy(() -> sent(transformed(template, PATHS))).hasMessageContaining(message);
    }

    @Test
    void targetsAreCheckedBeforeTheyAreKept() {
        assertRefused(new Target("t", QUEUE, "", "{}", "$.detail", null, null, null, null, null), "Only one of");
        assertRefused(new Target("t", QUEUE, "", null, "detail", null, null, null, null, null), "Invalid InputPath");
        assertRefused(new Target("t", QUEUE, "", null, null, null, null, null, 186, null), "equal to 185");
        assertRefused(new Target("t", QUEUE, "", null, null, null, null, null, null, 59), "equal to 60");
        assertRefused(TestEvents.target(QUEUE + ".fifo"), "SqsParameters must be specified for target: t.");
        assertRefused(TestEvents.target("nothing"), "Provided Arn is not in correct format.");
        assertRefused(TestEvents.target("arn:aws:states:us-east-1:000000000000:stateMachine:s"), "not to 'states'");
        assertRefused(new Target("t", QUEUE, "", null, null, null, null, FUNCTION, null, null), "correct format");
    }

    private void assertRefused(Target target, String message) {
        assertThatThrownBy(() -> test.rule("r", "{\"source\":[\"mine\"]}", target))
                .hasMessageContaining(message);
    }
}
