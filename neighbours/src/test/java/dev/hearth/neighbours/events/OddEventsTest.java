package dev.hearth.neighbours.events;

import static dev.hearth.neighbours.events.TestEvents.QUEUE;
import static dev.hearth.neighbours.events.TestEvents.event;
import static dev.hearth.neighbours.events.TestEvents.target;
import static dev.hearth.neighbours.events.TestEvents.transformed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Details that are JSON objects and yet nobody expects: they are carried as they are or refused, never an accident. */
class OddEventsTest {

    private static final List<String> PIECES = List.of(
            "{", "}", "[", "]", ":", ",", "\"n\"", "1", "-1e400", "0.1", "null", "true", "\"\\u0000\"", " ", "\"x\"");

    private final TestEvents test = new TestEvents();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":1e400}",
                "{\"n\":-1e-400}",
                "{\"n\":123456789012345678901234567890.123456789}",
                "{\"\":1,\"n\":null}",
                "{\"n\":1,\"n\":2}",
                "{\"n\":\"\\ud800\"}",
                "{\"n\":[[[]]],\"m\":{}}",
                "{\"a.b\":{\"c\":1},\"a\":{\"b.c\":2}}",
                " {\n\"n\" : 1 } ",
            })
    void oddNumbersNamesAndTextsAreCarried(String detail) {
        test.rule("all", "{\"source\":[\"mine\"]}", target(QUEUE));
        test.rule("n", "{\"detail\":{\"n\":[{\"numeric\":[\">\",0]}]}}");
        test.rule("t", "{\"source\":[\"mine\"]}", transformed("{\"n\":<n>}", Map.of("n", "$.detail.n")));

        assertThat(test.put(event(null, "mine", detail)).getFirst()).isInstanceOf(PutResult.Accepted.class);
        assertThat(test.carried).hasSize(2).allMatch(parcel -> Json.object(parcel.body()) != null);
    }

    @Test
    void deepDetailsAreRefusedBeforeTheyHurt() {
        String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
        assertThat(test.put(event(null, "mine", deep)).getFirst())
                .isEqualTo(new PutResult.Refused("MalformedDetail", "Detail is malformed."));
    }

    @Test
    void whateverIsSentIsAcceptedOrRefused() {
        SplittableRandom random = new SplittableRandom(20_261_125);
        test.rule("n", "{\"detail\":{\"n\":[{\"numeric\":[\">\",0]},{\"exists\":false}]}}", target(QUEUE));
        for (int i = 0; i < 3_000; i++) {
            StringBuilder detail = new StringBuilder("{");
            for (int piece = random.nextInt(12); piece > 0; piece--) {
                detail.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            test.put(event(null, "mine", detail.append('}').toString()));
        }
        assertThat(test.carried).isNotEmpty();
    }
}
