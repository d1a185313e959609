package dev.hearth.services.pollerfleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.frontend.InvokeOutcome;
import dev.hearth.services.registry.StreamSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of records that a function does not take, and the state of windows. */
class StreamErrorsTest {

    private final StreamFixture world = new StreamFixture();

    private void seconds(int count) {
        world.ports.advance(Duration.ofSeconds(count));
    }

    private static StreamSettings retries(int most, boolean bisect) {
        return new StreamSettings(1, "TRIM_HORIZON", null, -1, most, bisect, 0, StreamFixture.QUEUE);
    }

    private static InvokeOutcome unless(boolean bad) {
        return bad ? FleetFixture.error("no") : FleetFixture.success("null");
    }

    private void records(String... data) {
        world.stream.open("a");
        for (String each : data) {
            world.stream.put("a", "k", each);
        }
    }

    @Test
    void bisectingFindsTheBadRecordAndItsOwnerIsToldAsDocumented() {
        records("1", "2", "bad", "4");
        world.function = data -> unless(data.contains("bad"));
        world.start(StreamFixture.mapping(retries(0, true), 10, false));
        seconds(30);
        assertThat(world.invoked).containsExactly("1,2,bad,4", "1,2", "bad,4", "bad", "4");
        assertThat(world.told).hasSize(1);
        assertThat(world.told.getFirst())
                .matches("\\{\"requestContext\":\\{\"requestId\":\"[0-9a-f-]{36}\","
                        + "\"functionArn\":\"arn:aws:lambda:us-east-1:000000000000:function:f\","
                        + "\"condition\":\"RetryAttemptsExhausted\",\"approximateInvokeCount\":1\\},"
                        + "\"responseContext\":\\{\"statusCode\":200,\"executedVersion\":\"\\$LATEST\","
                        + "\"functionError\":\"Unhandled\"\\},\"version\":\"1.0\","
                        + "\"timestamp\":\"2026-11-25T12:00:\\d\\d\\.\\d{3}Z\","
                        + "\"KinesisBatchInfo\":\\{\"shardId\":\"a\",\"startSequenceNumber\":\"102\","
                        + "\"endSequenceNumber\":\"102\","
                        + "\"approximateArrivalOfFirstRecord\":\"2026-11-25T12:00:00Z\","
                        + "\"approximateArrivalOfLastRecord\":\"2026-11-25T12:00:00Z\",\"batchSize\":1,"
                        + "\"streamArn\":\"arn:aws:kinesis:us-east-1:000000000000:stream/s\"\\}\\}");
        assertThat(world.checkpoints.checkpoints("m1").getFirst().position().text())
                .isEqualTo("after 103");
    }

    @Test
    void retriesAreCountedAndEndlessOnesBlockTheShard() {
        records("bad", "2");
        world.function = data -> unless(data.contains("bad"));
        StreamPollers pollers = world.start(StreamFixture.mapping(retries(2, false), 1, false));
        seconds(60);
        assertThat(world.invoked).containsExactly("bad", "bad", "bad", "2");
        assertThat(world.told).hasSize(1);
        assertThat(world.told.getFirst()).contains("\"approximateInvokeCount\":3");
        assertThat(pollers.lastResult()).isEqualTo("OK");
        pollers.close();
        seconds(3);

        world.checkpoints.forget("m1");
        world.invoked.clear();
        world.start(StreamFixture.mapping(retries(-1, false), 1, false));
        seconds(3600);
        assertThat(world.invoked).hasSizeGreaterThan(50).containsOnly("bad");
    }

    @Test
    void aRecordThatIsTooOldIsGivenUpWithoutTheOthers() {
        records("old");
        seconds(100);
        world.stream.put("a", "k", "young");
        StreamSettings settings = new StreamSettings(1, "TRIM_HORIZON", null, 60, -1, false, 0, StreamFixture.QUEUE);
        world.function = _ -> unless(true);
        world.start(StreamFixture.mapping(settings, 10, false));
        seconds(30);
        assertThat(world.invoked).containsOnly("young");
        assertThat(world.told).hasSize(1);
        assertThat(world.told.getFirst()).contains("RecordAgeExceeded").contains("\"responseContext\":null");
        seconds(60);
        assertThat(world.told).hasSize(2);
        assertThat(world.told.getLast()).contains("RecordAgeExceeded").contains("\"startSequenceNumber\":\"101\"");
    }

    @Test
    void aPartialFailureGoesOnFromTheLowestSequenceNumber() {
        records("1", "2", "3", "4");
        world.function = data -> FleetFixture.success(
                data.startsWith("1")
                        ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"103\"},{\"itemIdentifier\":\"101\"}]}"
                        : "{\"batchItemFailures\":[]}");
        world.start(StreamFixture.mapping(retries(0, true), 10, true));
        seconds(10);
        assertThat(world.invoked).containsExactly("1,2,3,4", "2,3,4");
        assertThat(world.told).isEmpty();
    }

    @Test
    void windowsHandTheirStateOnAndEndWithAnInvocationOfTheirOwn() {
        records("1");
        StreamSettings settings = new StreamSettings(1, "TRIM_HORIZON", null, -1, -1, false, 60, "");
        int[] count = {0};
        world.function = _ -> FleetFixture.success("{\"state\":{\"n\":" + ++count[0] + "}}");
        StreamPollers first = world.start(StreamFixture.mapping(settings, 10, false));
        seconds(5);
        world.stream.put("a", "k", "2");
        seconds(5);
        assertThat(world.events).hasSize(2);
        assertThat(world.events.getFirst())
                .endsWith(",\"window\":{\"start\":\"2026-11-25T12:00:00Z\",\"end\":\"2026-11-25T12:01:00Z\"},"
                        + "\"state\":{},\"shardId\":\"a\","
                        + "\"eventSourceARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/s\","
                        + "\"isFinalInvokeForWindow\":false,\"isWindowTerminatedEarly\":false}");
        assertThat(world.events.getLast()).contains("\"state\":{\"n\":1}");
        // The state is kept with the checkpoint: another process goes on with it.
        first.close();
        seconds(3);
        world.start(StreamFixture.mapping(settings, 10, false));
        seconds(60);
        assertThat(world.events).hasSize(3);
        assertThat(world.events.getLast())
                .startsWith("{\"Records\":[],")
                .contains("\"state\":{\"n\":2}")
                .contains("\"isFinalInvokeForWindow\":true,\"isWindowTerminatedEarly\":false");
        world.stream.put("a", "k", "3");
        seconds(2);
        assertThat(world.events.getLast())
                .contains("\"start\":\"2026-11-25T12:01:00Z\"")
                .contains("\"state\":{}");
    }

    @Test
    void aBatchDoesNotReachOverTheEndOfAWindowAndAStateThatIsTooLargeEndsIt() {
        records("1");
        seconds(61);
        world.stream.put("a", "k", "2");
        StreamSettings settings = new StreamSettings(1, "TRIM_HORIZON", null, -1, -1, false, 60, "");
        String large = "x".repeat(1024 * 1024);
        world.function = data ->
                FleetFixture.success(data.equals("2") ? "{\"state\":{\"x\":\"" + large + "\"}}" : "{\"state\":{}}");
        world.start(StreamFixture.mapping(settings, 10, false));
        seconds(2);
        assertThat(world.invoked).containsExactly("1", "", "2", "");
        assertThat(world.events.get(1)).contains("\"isFinalInvokeForWindow\":true,\"isWindowTerminatedEarly\":false");
        assertThat(world.events.get(3)).contains("\"isFinalInvokeForWindow\":true,\"isWindowTerminatedEarly\":true");
    }
}
