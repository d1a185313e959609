package dev.hearth.neighbours.events;

import static dev.hearth.neighbours.events.TestEvents.DETAIL;
import static dev.hearth.neighbours.events.TestEvents.FUNCTION;
import static dev.hearth.neighbours.events.TestEvents.QUEUE;
import static dev.hearth.neighbours.events.TestEvents.event;
import static dev.hearth.neighbours.events.TestEvents.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsTest {

    private final TestEvents test = new TestEvents();

    @Test
    void aTargetGetsTheEventAndTheRightToBeAsked() {
        Rule rule = test.rule("r", "{\"source\":[\"mine\"]}", target(FUNCTION));

        List<PutResult> results = test.put(event(null, "mine", DETAIL), event(null, "other", DETAIL));

        String id = ((PutResult.Accepted) results.getFirst()).id();
        assertThat(test.bodies())
                .containsExactly("{\"version\":\"0\",\"id\":\"" + id
                        + "\",\"detail-type\":\"Tested\",\"source\":\"mine\",\"account\":\"000000000000\","
                        + "\"time\":\"2001-09-09T01:46:40Z\",\"region\":\"us-east-1\","
                        + "\"resources\":[\"arn:one\",\"arn:two\"],\"detail\":" + DETAIL + "}");
        assertThat(test.carried.getFirst().options())
                .containsEntry(Parcel.PRINCIPAL, "events.amazonaws.com")
                .containsEntry(Parcel.SOURCE_ARN, test.events.rules().arn(rule));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"source\":[\"mine\"]}                                            | true",
                "{\"source\":[\"m\"]}                                               | false",
                "{\"source\":[{\"prefix\":\"mi\"}]}                                 | true",
                "{\"source\":[{\"prefix\":{\"equals-ignore-case\":\"MI\"}}]}        | true",
                "{\"detail\":{\"n\":[1]}}                                           | true",
                "{\"detail\":{\"n\":[\"1\"]}}                                       | false",
                "{\"detail\":{\"n\":[{\"numeric\":[\">\",0,\"<=\",1]}]}}            | true",
                "{\"detail\":{\"list\":[\"x\"]}}                                    | true",
                "{\"detail\":{\"deep\":{\"k\":[true]}}}                             | true",
                "{\"detail\":{\"none\":[{\"exists\":false}]}}                       | true",
                "{\"detail\":{\"n\":[{\"exists\":false}]}}                          | false",
                "{\"source\":[{\"anything-but\":[\"mine\"]}]}                       | false",
                "{\"source\":[{\"anything-but\":{\"prefix\":\"x\"}}]}               | true",
                "{\"source\":[{\"wildcard\":\"m*e\"}]}                              | true",
                "{\"detail-type\":[{\"suffix\":\"ted\"}],\"source\":[\"mine\"]}     | true",
                "{\"resources\":[\"arn:two\"]}                                      | true",
                "{\"$or\":[{\"source\":[\"x\"]},{\"detail\":{\"n\":[1]}}]}          | true",
                "{\"detail\":{\"n\":[{\"cidr\":\"10.0.0.0/24\"}]}}                  | false",
            })
    void patternsMatchAsAwsDoes(String pattern, boolean taken) {
        test.rule("r", pattern, target(QUEUE));

        test.put(event(null, "mine", DETAIL));

        assertThat(test.carried).hasSize(taken ? 1 : 0);
        String event = "{\"id\":\"1\",\"account\":\"0\",\"source\":\"mine\",\"time\":\"t\",\"region\":\"r\","
                + "\"resources\":[\"arn:two\"],\"detail-type\":\"Tested\",\"detail\":" + DETAIL + "}";
        assertThat(test.events.matches(pattern, event)).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x                                     | Unrecognized token",
                "[]                                    | Filter is not an object",
                "{\"source\":\"x\"}                    | \"source\" must be an object or an array",
                "{\"source\":[]}                       | Empty arrays are not allowed",
                "{\"source\":[{\"prefix\":[]}]}        | prefix match pattern must be",
                "{\"source\":[{\"odd\":\"x\"}]}        | Unrecognized match type odd",
            })
    void aPatternThatIsNoneIsRefusedWithTheReason(String pattern, String reason) {
        assertThatThrownBy(() -> test.rule("r", pattern))
                .isInstanceOf(FaultException.class)
                .hasMessageStartingWith("Event pattern is not valid. Reason: ")
                .hasMessageContaining(reason);
    }

    @Test
    void oneMachineServesAllRulesOfABus() {
        IntStream.range(0, EventsLimits.RULES)
                .forEach(i -> test.rule("r" + i, "{\"detail\":{\"n\":[" + i + "]}}", target(QUEUE)));
        assertThatThrownBy(() -> test.rule("more", "{\"source\":[\"x\"]}"))
                .hasMessageContaining("maximum number allowed");

        test.put(event(null, "mine", "{\"n\":299}"));
        assertThat(test.carried).hasSize(1);

        test.events.rules().setState("r299", null, Rule.DISABLED);
        test.put(event(null, "mine", "{\"n\":299}"));
        assertThat(test.carried).hasSize(1);

        test.events.rules().setState("r299", null, Rule.ENABLED);
        test.events.rules().removeTargets("r298", null, List.of("t"), false);
        test.put(event(null, "mine", "{\"n\":299}"), event(null, "mine", "{\"n\":298}"));
        assertThat(test.carried).hasSize(2);
    }

    @Test
    void whatTargetsRefuseIsTriedAgainUntilItsRuleIsThrough() {
        Target target = new Target("t", QUEUE, "", null, null, null, null, QUEUE + "-dead", 2, 60);
        Rule rule = test.rule("r", "{\"source\":[\"mine\"]}", target);
        test.answers = parcel -> parcel.target().endsWith("-dead")
                ? new Receipt.Delivered()
                : new Receipt.Refused("Throttled", "slow down", true);

        test.put(event(null, "mine", DETAIL));
        test.advance(Duration.ofSeconds(30));

        assertThat(test.carried).extracting(Parcel::target).containsExactly(QUEUE, QUEUE, QUEUE, QUEUE + "-dead");
        assertThat(test.carried.getLast().attributes())
                .containsEntry("RULE_ARN", text(test.events.rules().arn(rule)))
                .containsEntry("TARGET_ARN", text(QUEUE))
                .containsEntry("ERROR_CODE", text("THROTTLING"))
                .containsEntry("ERROR_MESSAGE", text("slow down"))
                .containsEntry("EXHAUSTED_RETRY_CONDITION", text("MaximumRetryAttempts"))
                .containsEntry("RETRY_ATTEMPTS", new Parcel.Attribute("Number", "2"));
    }

    @Test
    void whatATargetWillNeverTakeIsDeadAtOnce() {
        test.rule(
                "r",
                "{\"source\":[\"mine\"]}",
                new Target("t", QUEUE, "", null, null, null, null, QUEUE + "-dead", null, null));
        test.answers = parcel -> parcel.target().endsWith("-dead")
                ? new Receipt.Delivered()
                : new Receipt.Refused("QueueDoesNotExist", "no such queue", false);

        test.put(event(null, "mine", DETAIL));

        assertThat(test.carried).hasSize(2);
        assertThat(test.carried.getLast().attributes())
                .containsEntry("ERROR_CODE", text("NO_RESOURCE"))
                .doesNotContainKey("EXHAUSTED_RETRY_CONDITION");
    }

    private static Parcel.Attribute text(String value) {
        return new Parcel.Attribute("String", value);
    }

    @Test
    void anEventGoesToASecondBusAndNoThird() {
        EventBus second = test.events.buses().create(new Buses.Wish("second", null, null, null), Map.of());
        EventBus third = test.events.buses().create(new Buses.Wish("third", null, null, null), Map.of());
        String secondArn = test.events.buses().arn(second);
        test.rule("r", "{\"source\":[\"mine\"]}", target(secondArn));
        test.events
                .rules()
                .put(new Rules.Wish("on", secondArn, "{\"source\":[\"mine\"]}", null, null, null, null, Map.of()));
        test.events
                .rules()
                .putTargets(
                        "on",
                        "second",
                        List.of(
                                target(QUEUE),
                                new Target(
                                        "b",
                                        test.events.buses().arn(third),
                                        "",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null)));

        test.put(event(null, "mine", DETAIL));
        Parcel onItsWay = test.carried.getFirst();
        assertThat(onItsWay.target()).isEqualTo(secondArn);
        test.events
                .forward(onItsWay.target(), onItsWay.body())
                .toCompletableFuture()
                .join();
        test.ports.settle();

        assertThat(test.carried).extracting(Parcel::target).containsExactly(secondArn, QUEUE);
        assertThat(test.carried.getLast().body()).isEqualTo(onItsWay.body());
        assertThatThrownBy(() -> test.events.forward(secondArn + "x", onItsWay.body()))
                .hasMessage("Event bus secondx does not exist.");
        assertThatThrownBy(() -> test.events.buses().delete("second"))
                .hasMessage("Event bus can't be deleted since it has rules.");
    }

    @Test
    void anEntryIsRefusedAloneAndARequestAsAWhole() {
        assertThat(test.put(
                        event("nowhere", "mine", DETAIL),
                        event(null, "aws.mine", DETAIL),
                        event(null, "mine", "{"),
                        event(null, "", DETAIL)))
                .extracting(result -> result instanceof PutResult.Refused refused ? refused.code() : "")
                .containsExactly("", "NotAuthorizedForSourceException", "MalformedDetail", "InvalidArgument");
        String large = "{\"a\":\"" + "x".repeat(EventsLimits.EVENTS_BYTES) + "\"}";
        assertThatThrownBy(() -> test.put(event(null, "mine", large)))
                .hasMessage("Total size of the entries in the request is over the limit.");
        assertThatThrownBy(() -> test.put(IntStream.range(0, 11)
                        .mapToObj(i -> event(null, "mine", DETAIL))
                        .toArray(NewEvent[]::new)))
                .hasMessageContaining("Member must have length less than or equal to 10");
    }

    @Test
    void policiesAreWrittenStatementByStatement() {
        Buses buses = test.events.buses();
        buses.putPermission(null, new Buses.Permission("events:PutEvents", "111122223333", "one", null));
        buses.putPermission(
                null,
                new Buses.Permission(
                        "events:PutEvents",
                        "*",
                        "two",
                        new Buses.Condition("StringEquals", "aws:PrincipalOrgID", "o-1234567890")));
        String bus = buses.arn(buses.get(null));
        assertThat(buses.get(null).policy())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + "{\"Sid\":\"one\",\"Effect\":\"Allow\","
                        + "\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},"
                        + "\"Action\":\"events:PutEvents\",\"Resource\":\"" + bus + "\"},"
                        + "{\"Sid\":\"two\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"events:PutEvents\","
                        + "\"Resource\":\"" + bus + "\","
                        + "\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1234567890\"}}}]}");

        buses.removePermission(null, "one");
        assertThatThrownBy(() -> buses.removePermission(null, "one"))
                .hasMessage("Statement with the provided id does not exist.");
        buses.removePermission(null, "two");
        assertThat(buses.get(null).policy()).isEmpty();
    }

    @Test
    void tagsAreOfBusesAndRules() {
        Rule rule = test.rule("r", "{\"source\":[\"mine\"]}");
        String arn = test.events.rules().arn(rule);
        test.events.tag(arn, Map.of("a", "1", "b", "2"));
        test.events.untag(arn, List.of("b"));
        test.restart(Duration.ofSeconds(1));

        assertThat(test.events.tags(arn)).containsExactly(Map.entry("a", "1"));
        assertThatThrownBy(() -> test.events.tags(arn + "x")).hasMessageContaining("does not exist");
    }
}
