package dev.hearth.services.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.FaultException;
import dev.hearth.services.registry.Mappings.Sources.Queue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingDecisionsTest {

    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f:prod";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";

    private static EventSourceMapping made(MappingWish wish, boolean fifo) {
        return MappingDecisions.create("u", FUNCTION, 3, wish, new Queue(fifo, 30), Instant.EPOCH);
    }

    private static MappingWish wish(
            @Nullable Integer batch, @Nullable Integer window, @Nullable Integer concurrency, List<String> filters) {
        return new MappingWish("f", QUEUE, null, batch, window, filters, null, concurrency);
    }

    @Test
    void whatIsLeftOpenIsAwssDefault() {
        EventSourceMapping mapping = made(wish(null, null, null, List.of()), false);

        assertThat(mapping.batchSize()).isEqualTo(10);
        assertThat(mapping.windowSeconds()).isZero();
        assertThat(mapping.enabled()).isTrue();
        assertThat(mapping.unqualifiedArn()).isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:f");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, false",
        "10001, 1, 0, false",
        "11, 0, 0, false",
        "10, 301, 0, false",
        "11, 1, 0, true",
        "10, 1, 0, true",
        "10, 0, 1, false",
        "10, 0, 1001, false",
    })
    void whatIsOutOfRangeIsRefused(int batch, int window, int concurrency, boolean fifo) {
        assertThatThrownBy(() -> made(wish(batch, window, concurrency, List.of()), fifo))
                .isInstanceOf(FaultException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 2, false", "10000, 1, 1000, false", "10, 0, 0, true", "10, 300, 0, false"})
    void theEndsOfTheRangesAreTaken(int batch, int window, int concurrency, boolean fifo) {
        assertThat(made(wish(batch, window, concurrency, List.of()), fifo).batchSize())
                .isEqualTo(batch);
    }

    @Test
    void aFilterMustBeAPattern() {
        assertThat(made(wish(null, null, null, List.of("{\"body\":{\"a\":[1]}}")), false)
                        .filters())
                .hasSize(1);
        assertThatThrownBy(() -> made(wish(null, null, null, List.of("{\"body\":1}")), false))
                .hasMessageContaining("Invalid filter pattern definition.");
    }

    @Test
    void aMessageMustStayHiddenForAsLongAsTheFunctionMayRun() {
        assertThatThrownBy(() -> MappingDecisions.create(
                        "u", FUNCTION, 31, wish(null, null, null, List.of()), new Queue(false, 30), Instant.EPOCH))
                .hasMessageContaining("Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds");
    }

    @Test
    void anUpdateLeavesWhatItDoesNotName() {
        EventSourceMapping present = made(wish(5, 7, 9, List.of("{\"body\":[\"x\"]}")), false);

        EventSourceMapping updated = MappingDecisions.update(
                present,
                FUNCTION,
                3,
                new MappingWish(null, null, false, null, null, null, null, null),
                new Queue(false, 30),
                Instant.MAX);

        assertThat(updated.enabled()).isFalse();
        assertThat(updated)
                .usingRecursiveComparison()
                .ignoringFields("enabled", "modified")
                .isEqualTo(present);
    }
}
