package dev.hearth.services.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTextTest {

    private static final Outcome FINE = Outcomes.response(ByteBuffer.allocate(0));

    private final RecordedLogs logs = new RecordedLogs();
    private final EnvironmentLog log =
            new EnvironmentLog(logs, "group", "stream", new VirtualPorts(Instant.EPOCH, 1), _ -> {});

    @Test
    void theReportOfAWarmAndOfAColdInvocation() {
        assertThat(LogText.report("id", FINE, 1_234_567, StartCost.NONE, 128, 33L << 20))
                .isEqualTo("REPORT RequestId: id\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\t"
                        + "Max Memory Used: 33 MB\t");
        assertThat(LogText.report("id", FINE, 1_234_567, StartCost.init(45_670_000), 128, 1L << 40))
                .isEqualTo("REPORT RequestId: id\tDuration: 1.23 ms\tBilled Duration: 47 ms\tMemory Size: 128 MB\t"
                        + "Max Memory Used: 128 MB\tInit Duration: 45.67 ms\t");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.00", "4999, 0.00", "5000, 0.01", "999995000, 1000.00", "3000000000, 3000.00", "12340000, 12.34"})
    void millisecondsHaveTwoDecimals(long nanos, String text) {
        StringBuilder line = new StringBuilder();
        LogText.millis(line, nanos);
        assertThat(line).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "python3.11, python:3.11",
        "nodejs20.x, nodejs:20",
        "provided.al2023, provided:al2023",
        "java21, java:21"
    })
    void theInitStartsWithTheRuntimesName(String runtime, String name) {
        assertThat(LogText.initStart(runtime)).isEqualTo("INIT_START Runtime Version: " + name);
    }

    @Test
    void aStreamIsNamedByDayVersionAndId() {
        assertThat(LogText.stream(Instant.parse("2026-11-03T23:59:59Z"), "$LATEST", "0".repeat(32)))
                .isEqualTo("2026/11/03/[$LATEST]" + "0".repeat(32));
    }

    @Test
    void outputIsCutAtLineEndsHoweverItArrives() {
        for (String piece : List.of("on", "e\ntwo\r\n\nthr", "ee", "\n", "fo")) {
            log.output(bytes(piece));
        }
        assertThat(logs.messages()).containsExactly("one", "two", "", "three");
        log.close(List.of("END"));
        assertThat(logs.messages()).endsWith("fo", "END");
        assertThat(logs.stream()).isEqualTo("group stream");
    }

    @Test
    void aCharacterThatArrivesInPiecesIsWhole() {
        byte[] snowman = "☃\n".getBytes(StandardCharsets.UTF_8);
        for (byte one : snowman) {
            log.output(ByteBuffer.wrap(new byte[] {one}));
        }
        assertThat(logs.messages()).containsExactly("☃");
    }

    @Test
    void aLineOverTheLimitIsCut() {
        log.output(bytes("x".repeat(Limits.LOG_LINE_BYTES + 3) + "\n"));
        assertThat(logs.messages()).extracting(String::length).containsExactly(Limits.LOG_LINE_BYTES, 3);
    }

    @Test
    void theTailIsTheLastFourKilobytesOfThisInvocationOnly() {
        log.write("before");
        log.open("START", true);
        assertThat(new String(log.tail(), StandardCharsets.UTF_8)).isEqualTo("START\n");
        for (int i = 0; i < 3000; i++) {
            log.output(bytes("line " + i + "\n"));
        }
        log.close(List.of("END", "REPORT"));
        assertThat(log.tail()).hasSize(Limits.LOG_TAIL_BYTES);
        assertThat(new String(log.tail(), StandardCharsets.UTF_8)).endsWith("line 2999\nEND\nREPORT\n");
        log.open("START", false);
        assertThat(log.tail()).isEmpty();
    }

    @Test
    void aTraceHeaderOfAnOddRequestIdIsPadded() {
        assertThat(TraceHeaders.of("abc", 1_000))
                .isEqualTo("Root=1-00000001-abc" + "0".repeat(21) + ";Parent=" + "0".repeat(16) + ";Sampled=0");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
