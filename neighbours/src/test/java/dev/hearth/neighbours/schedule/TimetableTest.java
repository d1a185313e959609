package dev.hearth.neighbours.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.neighbours.schedule.ScheduleExpression.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private static Timetable table(String text, String zone, @Nullable Instant start, @Nullable Instant end) {
        return new Timetable(
                ScheduleExpression.parse(text, Dialect.SCHEDULER).orElseThrow(), ZoneId.of(zone), CREATED, start, end);
    }

    private static List<String> moments(Timetable table, String after, int count) {
        List<String> found = new ArrayList<>();
        Instant from = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            Instant next = table.next(from).orElse(null);
            if (next == null) {
                break;
            }
            assertThat(next).isAfter(from);
            found.add(next.toString());
            from = next;
        }
        return found;
    }

    /** New York: clocks leave out 02:00 to 03:00 on 2026-03-08 and show 01:00 to 02:00 twice on 2026-11-01. */
    @Test
    void aTimeThatTheClocksLeaveOutIsSkipped() {
        Timetable table = table("cron(30 2 * * ? *)", "America/New_York", null, null);

        assertThat(moments(table, "2026-03-06T12:00:00Z", 3))
                .containsExactly("2026-03-07T07:30:00Z", "2026-03-09T06:30:00Z", "2026-03-10T06:30:00Z");
    }

    @Test
    void aTimeThatTheClocksShowTwiceComesOnce() {
        Timetable table = table("cron(30 1 * * ? *)", "America/New_York", null, null);

        assertThat(moments(table, "2026-10-31T12:00:00Z", 2))
                .containsExactly("2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z");
        assertThat(moments(table, "2026-11-01T06:10:00Z", 1)).containsExactly("2026-11-02T06:30:00Z");
    }

    @Test
    void everyHalfHourNeverGoesBackOverBothChanges() {
        Timetable table = table("cron(0/30 * * * ? *)", "America/New_York", null, null);

        assertThat(moments(table, "2026-11-01T04:45:00Z", 6))
                .containsExactly(
                        "2026-11-01T05:00:00Z",
                        "2026-11-01T05:30:00Z",
                        "2026-11-01T07:00:00Z",
                        "2026-11-01T07:30:00Z",
                        "2026-11-01T08:00:00Z",
                        "2026-11-01T08:30:00Z");
        assertThat(moments(table, "2026-03-08T06:15:00Z", 3))
                .containsExactly("2026-03-08T06:30:00Z", "2026-03-08T07:00:00Z", "2026-03-08T07:30:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,   2026-07-01T08:00:00Z",
        "Asia/Kathmandu,  2026-07-01T04:15:00Z",
        "Pacific/Apia,    2026-06-30T21:00:00Z",
        "Australia/Lord_Howe, 2026-06-30T23:30:00Z",
        "UTC,             2026-07-01T10:00:00Z",
    })
    void theClockIsThatOfTheZone(String zone, String expected) {
        assertThat(moments(table("cron(0 10 1 7 ? 2026)", zone, null, null), "2026-01-01T00:00:00Z", 1))
                .containsExactly(expected);
        assertThat(moments(table("at(2026-07-01T10:00:00)", zone, null, null), "2026-01-01T00:00:00Z", 2))
                .containsExactly(expected);
    }

    @Test
    void aWholeDayThatAZoneLeftOutIsSkipped() {
        Timetable apia = table("cron(0 12 30 12 ? *)", "Pacific/Apia", null, null);

        assertThat(moments(apia, "2011-06-01T00:00:00Z", 1)).containsExactly("2012-12-29T22:00:00Z");
    }

    @Test
    void aDayOfARateIs24HoursWhateverTheClocksDo() {
        Timetable table = table("rate(1 day)", "America/New_York", Instant.parse("2026-03-07T12:00:00Z"), null);

        assertThat(moments(table, "2026-03-01T00:00:00Z", 3))
                .containsExactly("2026-03-07T12:00:00Z", "2026-03-08T12:00:00Z", "2026-03-09T12:00:00Z");
    }

    @Test
    void aRateWithoutAStartIsDueWhenItIsMade() {
        Timetable table = table("rate(5 minutes)", "UTC", null, null);

        assertThat(table.next(CREATED.minusNanos(1))).contains(CREATED);
        assertThat(table.next(CREATED)).contains(CREATED.plusSeconds(300));
        assertThat(table.next(CREATED.plusSeconds(301))).contains(CREATED.plusSeconds(600));
    }

    @Test
    void nothingIsDueOutsideItsDates() {
        Instant start = Instant.parse("2026-06-01T10:00:00Z");
        Instant end = Instant.parse("2026-06-02T10:00:00Z");

        assertThat(moments(table("cron(0 10 * * ? *)", "UTC", start, end), "2026-01-01T00:00:00Z", 9))
                .containsExactly("2026-06-01T10:00:00Z", "2026-06-02T10:00:00Z");
        assertThat(moments(table("rate(18 hours)", "UTC", start, end), "2026-01-01T00:00:00Z", 9))
                .containsExactly("2026-06-01T10:00:00Z", "2026-06-02T04:00:00Z");
        assertThat(moments(table("at(2027-01-01T00:00:00)", "UTC", start, end), "2026-01-01T00:00:00Z", 9))
                .containsExactly("2027-01-01T00:00:00Z");
    }

    @Test
    void aFlexibleWindowIsUsedWholeAndNeverLeft() {
        Duration window = Duration.ofMinutes(15);

        assertThat(Timetable.within(CREATED, Duration.ZERO, 77)).isEqualTo(CREATED);
        assertThat(Timetable.within(CREATED, window, 0)).isEqualTo(CREATED);
        assertThat(Timetable.within(CREATED, window, 899)).isEqualTo(CREATED.plusSeconds(899));
        assertThat(Timetable.within(CREATED, window, -1)).isEqualTo(CREATED.plusSeconds(899));
        assertThat(Timetable.within(CREATED, window, Long.MIN_VALUE)).isBetween(CREATED, CREATED.plusSeconds(899));
    }
}
