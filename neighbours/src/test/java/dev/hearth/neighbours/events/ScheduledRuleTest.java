package dev.hearth.neighbours.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The clock begins at 12:00:20. */
class ScheduledRuleTest {

    private static final Pattern TIME = Pattern.compile("\"time\":\"2026-11-25T([0-9:]+)Z\"");

    private final TestEvents test = new TestEvents();

    private List<String> times() {
        return test.bodies().stream()
                .flatMap(body -> TIME.matcher(body).results().map((MatchResult found) -> found.group(1)))
                .toList();
    }

    @Test
    void aRateFiresAgainAndAgainFromWhenItWasMade() {
        test.scheduled("every", "rate(1 minute)");

        test.advance(Duration.ofSeconds(59));
        assertThat(test.carried).isEmpty();
        test.advance(Duration.ofSeconds(151));

        assertThat(times()).containsExactly("12:01:20", "12:02:20", "12:03:20");
        assertThat(test.bodies().getFirst())
                .matches("\\{\"version\":\"0\",\"id\":\"[0-9a-f-]{36}\",\"detail-type\":\"Scheduled Event\","
                        + "\"source\":\"aws.events\",\"account\":\"000000000000\",\"time\":\"2026-11-25T12:01:20Z\","
                        + "\"region\":\"us-east-1\",\"resources\":"
                        + "\\[\"arn:aws:events:us-east-1:000000000000:rule/every\"\\],"
                        + "\"detail\":\\{}}");
    }

    @Test
    void aCronFiresInUtc() {
        test.scheduled("noon", "cron(5,10 12 ? * WED *)");

        test.advance(Duration.ofHours(30));

        assertThat(times()).containsExactly("12:05:00", "12:10:00");
    }

    @Test
    void aRestartNeitherRepeatsNorMakesUpForWhatWasMissed() {
        test.scheduled("every", "rate(1 minute)");
        test.advance(Duration.ofSeconds(60));
        test.restart(Duration.ZERO);
        test.advance(Duration.ofSeconds(59));
        assertThat(times()).containsExactly("12:01:20");

        test.restart(Duration.ofMinutes(5));
        test.advance(Duration.ofSeconds(60));

        assertThat(times()).containsExactly("12:01:20", "12:07:20");
    }

    @Test
    void aDisabledOrDeletedRuleIsSilentAndAChangedOneBeginsAnew() {
        test.scheduled("every", "rate(1 minute)");
        test.advance(Duration.ofSeconds(90));
        test.events.rules().setState("every", null, Rule.DISABLED);
        test.advance(Duration.ofMinutes(3));
        assertThat(times()).containsExactly("12:01:20");

        test.events.rules().setState("every", null, Rule.ENABLED);
        test.advance(Duration.ofSeconds(60));
        assertThat(times()).containsExactly("12:01:20", "12:05:50");

        test.scheduled("every", "rate(2 minutes)");
        test.advance(Duration.ofSeconds(60));
        test.scheduled("every", "rate(2 minutes)");
        test.advance(Duration.ofSeconds(60));
        assertThat(times()).hasSize(3).endsWith("12:07:50");

        test.events.rules().removeTargets("every", null, List.of("t"), false);
        test.events.rules().delete("every", null, false);
        test.advance(Duration.ofMinutes(10));
        assertThat(test.carried).hasSize(3);
        assertThat(test.ports.pending()).isLessThan(5);
    }

    @Test
    void schedulesAreCheckedAndOfTheDefaultBusOnly() {
        for (String wrong :
                List.of("rate(1 minutes)", "rate(2 minute)", "cron(* * * * *)", "at(2026-01-01T00:00:00)")) {
            assertThatThrownBy(() -> test.scheduled("r", wrong))
                    .hasMessage("Parameter ScheduleExpression is not valid.");
        }
        test.events.buses().create(new Buses.Wish("b", null, null, null), Map.of());
        assertThatThrownBy(() -> test.events
                        .rules()
                        .put(new Rules.Wish("r", "b", null, "rate(1 minute)", null, null, null, Map.of())))
                .hasMessage("ScheduleExpression is supported only on the default event bus.");
        assertThatThrownBy(() ->
                        test.events.rules().put(new Rules.Wish("r", null, null, null, null, null, null, Map.of())))
                .hasMessage("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
}
