package dev.hearth.services.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Batches leave one after the other, and nothing waits for ever. */
class TelemetryBufferTest {

    private static final Duration TIMEOUT = Duration.ofMillis(25);

    private final VirtualPorts ports = new VirtualPorts(Instant.EPOCH, 1);
    private final List<String> sent = new ArrayList<>();
    private Runnable taken = () -> {};
    private final TelemetryBuffer buffer = new TelemetryBuffer(
            ports.ports(),
            new TelemetrySubscription(Set.of("platform"), 1_000, 262_144, (int) TIMEOUT.toMillis(), 80, "/"),
            (_, _, body, done) -> {
                sent.add(body);
                taken = done;
            });

    private void pass() {
        ports.advance(TIMEOUT);
        ports.settle();
    }

    @Test
    void whatComesWhileABatchIsSlowlyOnItsWayIsSentAfterIt() {
        buffer.add("platform", "1");
        pass();
        buffer.add("platform", "2");
        pass();
        assertThat(sent).containsExactly("[1]");
        buffer.add("platform", "3");
        taken.run();
        pass();
        assertThat(sent).containsExactly("[1]", "[2,3]");
        taken.run();
        buffer.add("platform", "4");
        pass();
        assertThat(sent).containsExactly("[1]", "[2,3]", "[4]");
    }
}
