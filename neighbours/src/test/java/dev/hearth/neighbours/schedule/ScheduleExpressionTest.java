package dev.hearth.neighbours.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.schedule.ScheduleExpression.Dialect;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExpressionTest {

    /** A Wednesday. */
    private static final LocalDateTime NOW = LocalDateTime.parse("2026-11-25T16:00:00");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 10 * * ? *           | 11-26T10:00 11-27T10:00 11-28T10:00",
                "15 12 * * ? *          | 11-26T12:15 11-27T12:15 11-28T12:15",
                "0 18 ? * MON-FRI *     | 11-25T18:00 11-26T18:00 11-27T18:00 11-30T18:00",
                "0 8 1 * ? *            | 12-01T08:00 2027-01-01T08:00 2027-02-01T08:00",
                "0/15 * * * ? *         | 11-25T16:15 11-25T16:30 11-25T16:45 11-25T17:00",
                "0/10 * ? * MON-FRI *   | 11-25T16:10 11-25T16:20 11-25T16:30",
                "0/5 8-17 ? * MON-FRI * | 11-25T16:05 11-25T16:10 11-25T16:15",
                "0/30 20-2 ? * MON-FRI *| 11-25T20:00 11-25T20:30 11-25T21:00",
                "0 9 ? * 2#1 *          | 12-07T09:00 2027-01-04T09:00 2027-02-01T09:00",
                "15 10 ? * 6L 2022-2023 | none",
                "15 10 ? * 6L 2026-2027 | 11-27T10:15 12-25T10:15 2027-01-29T10:15",
                "0 0 L * ? *            | 11-30T00:00 12-31T00:00 2027-01-31T00:00 2027-02-28T00:00",
                "0 0 3W * ? *           | 12-03T00:00 2027-01-04T00:00 2027-02-03T00:00",
                "0 0 LW * ? *           | 11-30T00:00 12-31T00:00 2027-01-29T00:00",
                "0 0 L-3 * ? *          | 11-27T00:00 12-28T00:00 2027-01-28T00:00",
                "0 0 1W * ? *           | 12-01T00:00 2027-01-01T00:00 2027-02-01T00:00",
                "0 0 31W * ? *          | 12-31T00:00 2027-01-29T00:00 2027-03-31T00:00",
                "0 0 30W * ? *          | 11-30T00:00 12-30T00:00 2027-01-29T00:00 2027-03-30T00:00",
                "0 0 29W 2 ? *          | 2028-02-29T00:00 2032-02-27T00:00",
                "0 0 15W * ? *          | 12-15T00:00 2027-01-15T00:00 2027-02-15T00:00",
                "0 0 ? * L *            | 11-28T00:00 12-05T00:00 12-12T00:00",
                "0 0 ? * FRI#3 *        | 12-18T00:00 2027-01-15T00:00 2027-02-19T00:00",
                "0 0 ? * FRIL *         | 11-27T00:00 12-25T00:00 2027-01-29T00:00",
                "0 0 ? * 1L *           | 11-29T00:00 12-27T00:00 2027-01-31T00:00",
                "0 0 ? * 7#1 *          | 12-05T00:00 2027-01-02T00:00 2027-02-06T00:00",
                "0 0 ? * 2#5 *          | 11-30T00:00 2027-03-29T00:00 2027-05-31T00:00",
                "0 0 ? DEC 2#5 *        | 2029-12-31T00:00 2030-12-30T00:00",
                "0 0 29 2 ? *           | 2028-02-29T00:00 2032-02-29T00:00 2036-02-29T00:00",
                "0 0 29 FEB ? 2096-2104 | 2096-02-29T00:00 2104-02-29T00:00 none",
                "0 0 31 * ? *           | 12-31T00:00 2027-01-31T00:00 2027-03-31T00:00",
                "0 0 31 2 ? *           | none",
                "0 0 1 1 ? 2020         | none",
                "59 23 31 12 ? *        | 12-31T23:59 2027-12-31T23:59",
                "59 23 31 12 ? 2199     | 2199-12-31T23:59 none",
            })
    void aCronIsDueOnItsDays(String fields, String expected) {
        assertThat(times("cron(" + fields + ")", expected.split(" ").length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/7 * * * ? *          | 11-25T16:07 11-25T16:14 11-25T16:21",
                "* * * * ? *            | 11-25T16:01 11-25T16:02 11-25T16:03",
                "* * ? * * *            | 11-25T16:01 11-25T16:02",
                "0 * * * ? *            | 11-25T17:00 11-25T18:00",
                "0 */6 * * ? *          | 11-25T18:00 11-26T00:00 11-26T06:00",
                "30 */2 * * ? *         | 11-25T16:30 11-25T18:30",
                "5,35 14,16 * * ? *     | 11-25T16:05 11-25T16:35 11-26T14:05",
                "10-50/20 0 ? * 1,7 *   | 11-28T00:10 11-28T00:30 11-28T00:50 11-29T00:10",
                "0-15/1 8-8 ? * 2,3,4,5,6,7 * | 11-26T08:00 11-26T08:01",
                "1-31/30 1-1 ? * 1,7 *  | 11-28T01:01 11-28T01:31 11-29T01:01",
                "30-30 13-13 ? * 2,4,6 *| 11-27T13:30 11-30T13:30 12-02T13:30",
                "0 0 ? * SUN-SAT *      | 11-26T00:00 11-27T00:00",
                "0 0 ? * FRI-MON *      | 11-27T00:00 11-28T00:00 11-29T00:00 11-30T00:00 12-04T00:00",
                "0 0 ? * mon *          | 11-30T00:00 12-07T00:00",
                "0 0 ? * Tue,thu *      | 11-26T00:00 12-01T00:00",
                "0 0 ? * 1 *            | 11-29T00:00 12-06T00:00",
                "0 0 ? * 7 *            | 11-28T00:00 12-05T00:00",
                "0 12 1/10 * ? *        | 12-01T12:00 12-11T12:00 12-21T12:00 12-31T12:00",
                "0 12 1,15 * ? *        | 12-01T12:00 12-15T12:00 2027-01-01T12:00",
                "0 12 10-12 * ? *       | 12-10T12:00 12-11T12:00 12-12T12:00 2027-01-10T12:00",
                "0 0 1 JAN-MAR,DEC ? *  | 12-01T00:00 2027-01-01T00:00 2027-02-01T00:00 2027-03-01T00:00",
                "0 0 1 1/3 ? *          | 2027-01-01T00:00 2027-04-01T00:00 2027-07-01T00:00",
                "0 0 1 */6 ? *          | 2027-01-01T00:00 2027-07-01T00:00",
                "0,30 1-3,5 1/10 JAN ? 2027/2 | 2027-01-01T01:00 2027-01-01T01:30 2027-01-01T02:00",
                "0 0 1 1 ? 2027,2030    | 2027-01-01T00:00 2030-01-01T00:00 none",
                "0 0 1 1 ? 2028-2029    | 2028-01-01T00:00 2029-01-01T00:00 none",
                "0 0 4 7 ? 2026         | none",
                "0 0 24 12 ? 2026       | 12-24T00:00 none",
                "0 16 25 11 ? 2026      | none",
                "1 16 25 11 ? 2026      | 11-25T16:01 none",
                "0   0  ?  *   2   *    | 11-30T00:00",
                "45 23 ? 1-6 WED#2 *    | 2027-01-13T23:45 2027-02-10T23:45",
            })
    void aCronIsDueAtItsTimes(String fields, String expected) {
        assertThat(times("cron(" + fields + ")", expected.split(" ").length)).isEqualTo(expected);
    }

    /** The first {@code count} moments behind {@link #NOW}, without this year and {@code :00}. */
    private static String times(String text, int count) {
        Optional<ScheduleExpression> parsed = ScheduleExpression.parse(text, Dialect.RULES);
        if (parsed.isEmpty()) {
            return "none";
        }
        Timetable table = Timetable.utc(parsed.get(), NOW.toInstant(ZoneOffset.UTC));
        StringJoiner found = new StringJoiner(" ");
        LocalDateTime after = NOW;
        for (int i = 0; i < count; i++) {
            LocalDateTime next = table.next(after.toInstant(ZoneOffset.UTC))
                    .map(moment -> LocalDateTime.ofInstant(moment, ZoneOffset.UTC))
                    .orElse(null);
            if (next == null) {
                return found.add("none").toString();
            }
            found.add(next.toString().replaceFirst("^2026-", ""));
            after = next;
        }
        return found.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cron(0 1 * * * *)",
                "cron(7 20 * * NOT *)",
                "cron(INVALID)",
                "cron(0 dummy ? * MON-FRI *)",
                "cron(71 8 1 * ? *)",
                "cron()",
                "cron(0 10 * * ?)",
                "cron(0 10 * * ? * *)",
                "cron(0 10 ? * ? *)",
                "cron(? 10 * * ? *)",
                "cron(0 24 * * ? *)",
                "cron(0 0 0 * ? *)",
                "cron(0 0 32 * ? *)",
                "cron(0 0 1 13 ? *)",
                "cron(0 0 1 0 ? *)",
                "cron(0 0 ? * 0 *)",
                "cron(0 0 ? * 8 *)",
                "cron(0 0 ? * 3#6 *)",
                "cron(0 0 ? * 3#0 *)",
                "cron(0 0 ? * 3W *)",
                "cron(0 0 3#1 * ? *)",
                "cron(0 0 1,L * ? *)",
                "cron(0 0 40W * ? *)",
                "cron(0 0 1 * ? 1969)",
                "cron(0 0 1 * ? 2200)",
                "cron(5/0 * * * ? *)",
                "cron(0/61 * * * ? *)",
                "cron(0 0 1 1 ? 2030-2029)",
                "cron(0 0 1-2-3 * ? *)",
                "cron(0 0 ? * FRIDAY *)",
                "cron(0 0 L-31 * ? *)",
                "cron(0, 0 ? * 2 *)",
                "cron(0/ 0 ? * 2 *)",
                "cron(-1 * * * ? *)",
                "cron(0 0 1 JANUARY ? *)",
                "cron(0 10 * * ? *) ",
                " cron(0 10 * * ? *)",
                "cron( 0 10 * * ? *)",
                "CRON(0 10 * * ? *)",
                "0 10 * * ? *",
                "rate(10 seconds)",
                "rate(10 years)",
                "rate()",
                "rate(10)",
                "rate(10 minutess)",
                "rate(foo minutes)",
                "rate(0 minutes)",
                "rate(-10 minutes)",
                "rate( 10 minutes )",
                " rate(10 minutes)",
                "rate(1.5 hours)",
                "rate(99999999999999999999 days)",
                "at(2021-12-31T23:59:59Z)",
                "at(2021-12-31)",
                "at(2021-02-30T00:00:00)",
                "at(2021-12-31T24:00:00)",
                "at(2021-12-31 23:59:59)",
                "",
            })
    void whatAwsRefusesIsRefused(String text) {
        for (Dialect dialect : Dialect.values()) {
            assertThat(ScheduleExpression.parse(text, dialect)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rate(1 minutes)", "rate(5 minute)", "rate(2 hour)", "rate(1 days)", "at(2027-01-01T00:00:00)"})
    void onlyTheSchedulerTakes(String text) {
        assertThat(ScheduleExpression.parse(text, Dialect.RULES)).isEmpty();
        assertThat(ScheduleExpression.parse(text, Dialect.SCHEDULER)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "rate(1 minute), 11-25T16:01 11-25T16:02",
        "rate(5 minutes), 11-25T16:05 11-25T16:10",
        "rate(1 hour), 11-25T17:00 11-25T18:00",
        "rate(36 hours), 11-27T04:00 11-28T16:00",
        "rate(1 day), 11-26T16:00 11-27T16:00",
        "rate(7 days), 12-02T16:00 12-09T16:00",
    })
    void aRateCountsFromItsAnchor(String text, String expected) {
        assertThat(times(text, 2)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anExpressionThatIsTooLongIsRefused(int blanks) {
        List<String> parts = new ArrayList<>(List.of("cron(0 10 * * ?"));
        parts.add(" ".repeat(ScheduleExpression.MAX_CHARS * blanks));
        assertThat(ScheduleExpression.parse(String.join("", parts) + "*)", Dialect.RULES))
                .isEmpty();
    }
}
