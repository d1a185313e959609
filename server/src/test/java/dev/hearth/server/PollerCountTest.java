package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.KafkaSettings;
import dev.hearth.services.registry.MappingExtras;
import dev.hearth.services.registry.StreamSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollerCountTest {

    private static EventSourceMapping mapping(int maximumConcurrency, int minimumPollers, int maximumPollers) {
        return new EventSourceMapping(
                "u",
                "arn:aws:lambda:us-east-1:000000000000:function:f",
                "arn:aws:sqs:us-east-1:000000000000:q",
                true,
                10,
                0,
                List.of(),
                false,
                maximumConcurrency,
                StreamSettings.NONE,
                KafkaSettings.NONE,
                new MappingExtras(minimumPollers, maximumPollers, "", List.of(), "", Map.of()),
                Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0, 0, 10", // all busy: five more
        "5, 1, 0, 5",
        "8, 0, 10, 10", // as many as the mapping allows
        "1000, 0, 0, 1000",
        "20, 11, 0, 15", // most wait: five less
        "7, 7, 0, 5",
        "5, 5, 0, 5",
        "2, 2, 2, 2",
    })
    void followsTheWork(int running, int idle, int maximumConcurrency, int wanted) {
        assertThat(PollerCount.ofQueue(mapping(maximumConcurrency, 0, 0)).wanted(running, idle))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 20, 20", // never fewer than the least
        "20, 0, 37",
        "30, 0, 40", // never more than the most
        "40, 40, 23",
    })
    void aProvisionedQueueStaysBetweenItsEnds(int running, int idle, int wanted) {
        assertThat(PollerCount.ofQueue(mapping(0, 2, 4)).wanted(running, idle)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0, 0, 2", "2, 2, 0, 0, 1", "3, 3, 3, 5, 3", "5, 0, 3, 5, 5"})
    void aTopicHasOneConsumerMoreWhileAllAreBusy(int running, int idle, int least, int most, int wanted) {
        assertThat(PollerCount.ofTopic(mapping(0, least, most)).wanted(running, idle))
                .isEqualTo(wanted);
    }
}
