package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.aws.HostileClient.Outcome;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand hostile requests against a running edge: each is refused or cut off, and nothing grows. */
@Tag("slow")
class FuzzTest {

    private static final int REQUESTS = 10_000;
    private static final int WARM_UP = 1_000;

    @Test
    void everyHostileRequestIsRefusedAndNothingGrows() throws Exception {
        long seed = Long.getLong("hearth.seed", new Random().nextLong());
        Map<String, Integer> outcomes = new TreeMap<>();
        try (ToyEdge edge = ToyEdge.start()) {
            HostileRequests requests = new HostileRequests(seed, ToyEdge.KEY, ToyEdge.SECRET, ToyEdge.SCOPE.region());
            HostileClient client = new HostileClient("127.0.0.1", edge.port());
            send(client, requests, WARM_UP, seed, outcomes);
            int threads = Thread.activeCount();
            long memory = usedMemory();
            send(client, requests, REQUESTS - WARM_UP, seed, outcomes);
            assertThat(Thread.activeCount()).as("threads, %s", outcomes).isLessThanOrEqualTo(threads + 2);
            assertThat(usedMemory()).as("bytes, %s", outcomes).isLessThan(memory + 24 * 1024 * 1024);
            edge.awaitQuiet();
            edge.awaitConnections(2);
        }
        System.out.println("hostile requests, seed " + seed + ": " + outcomes);
        assertThat(outcomes).containsKeys("400", "403", "404");
    }

    private static void send(
            HostileClient client, HostileRequests requests, int count, long seed, Map<String, Integer> outcomes)
            throws IOException {
        for (int i = 0; i < count; i++) {
            HostileRequests.Hostile request = requests.next();
            Outcome outcome = client.send(request);
            outcomes.merge(outcome.label(), 1, Integer::sum);
            assertThat(outcome.fits(request))
                    .as("-Dhearth.seed=%d%n%s%n-> %s", seed, request.what(), outcome)
                    .isTrue();
        }
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
