package dev.hearth.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.core.FaultException;
import dev.hearth.services.logs.LogDecisions.Admission;
import dev.hearth.services.logs.Logs.PutOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogDecisionsTest {

    private static final long NOW = Duration.ofDays(20_000).toMillis();

    private static LogEvent at(Duration from) {
        return new LogEvent(NOW + from.toMillis(), "m");
    }

    @Test
    void theEdgesOfTimeAreInside() {
        List<LogEvent> old = List.of(at(Duration.ofDays(-14)));
        assertThat(LogDecisions.admit(old, NOW, null)).isEqualTo(new Admission(old, new PutOutcome(null, null, null)));
        List<LogEvent> young = List.of(at(Duration.ofHours(2)));
        assertThat(LogDecisions.admit(young, NOW, null).accepted()).isEqualTo(young);
    }

    @Test
    void rejectedEventsAreCountedByReason() {
        List<LogEvent> events =
                List.of(at(Duration.ofDays(-15)), at(Duration.ofDays(-10)), at(Duration.ZERO), at(Duration.ofHours(3)));
        Admission admission = LogDecisions.admit(events, NOW, 7);
        assertThat(admission.accepted()).containsExactly(events.get(2));
        assertThat(admission.outcome()).isEqualTo(new PutOutcome(3, 1, 2));
    }

    @Test
    void aPutOfNothingButRejectedEventsIsAnsweredNotRefused() {
        Admission admission = LogDecisions.admit(List.of(at(Duration.ofDays(-15))), NOW, null);
        assertThat(admission.accepted()).isEmpty();
        assertThat(admission.outcome()).isEqualTo(new PutOutcome(null, 1, null));
    }

    private static String refusal(List<LogEvent> events) {
        FaultException thrown = catchThrowableOfType(FaultException.class, () -> LogDecisions.admit(events, NOW, null));
        assertThat(thrown).isNotNull();
        return thrown.fault().message();
    }

    @Test
    void aPutThatBreaksARuleIsRefusedWhole() {
        assertThat(refusal(List.of())).contains("logEvents");
        assertThat(refusal(List.of(at(Duration.ZERO), at(Duration.ofMillis(-1)))))
                .contains("chronological order");
        assertThat(refusal(List.of(at(Duration.ofHours(-23)), at(Duration.ofMinutes(61)))))
                .contains("24 hours");
        assertThat(refusal(List.of(new LogEvent(NOW, "")))).contains("message");
        assertThat(refusal(Collections.nCopies(10_001, at(Duration.ZERO)))).contains("10000");
    }

    @Test
    void aPutMayHaveExactlyOneMegabyteWithItsOverhead() {
        LogEvent most = new LogEvent(NOW, "é".repeat(LogRules.MESSAGE_BYTES / 2));
        assertThat(LogDecisions.admit(List.of(most), NOW, null).accepted()).hasSize(1);
        assertThat(refusal(List.of(new LogEvent(NOW, most.message() + "x"))))
                .contains("1048577 bytes exceeds limit of 1048576");
    }

    @Test
    void retentionIsCountedFromNow() {
        assertThat(LogDecisions.visibleFrom(NOW, null)).isZero();
        assertThat(LogDecisions.visibleFrom(NOW, 1))
                .isEqualTo(NOW - Duration.ofDays(1).toMillis());
        assertThat(LogDecisions.visibleFrom(5, 1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "é", "€", "\uD83D\uDE00", "\uD83D", "a\uDE00b", "mixed é€\uD83D\uDE00\0"})
    void bytesAreCountedAsTheEncoderCounts(String text) {
        assertThat(LogRules.utf8Length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void cursorsAreWrittenInFiftySixDigitsAndReadBack() {
        for (EventCursor cursor : List.of(EventCursor.START, EventCursor.END, new EventCursor(17, 4))) {
            assertThat(cursor.digits()).hasSize(56).containsOnlyDigits();
            assertThat(EventCursor.ofDigits(cursor.digits())).isEqualTo(cursor);
        }
    }
}
