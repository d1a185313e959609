package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.aws.HostileClient;
import dev.hearth.aws.HostileClient.Outcome;
import dev.hearth.aws.HostileRequests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Ten thousand hostile requests against a whole Hearth: each is refused or cut off, and the process does not grow. */
@Tag("slow")
class FullServerFuzzTest {

    private static final int REQUESTS = 10_000;
    /** The heap, the compiler and the buffers reach their size while these are sent. */
    private static final int WARM_UP = 4_000;

    private static final int GROWTH_KB = 48 * 1024;
    private static final int NEW_THREADS = 8;

    @TempDir
    private Path home;

    @Test
    void everyHostileRequestIsRefusedAndTheProcessDoesNotGrow() throws Exception {
        long seed = Long.getLong("hearth.seed", new Random().nextLong());
        System.out.println("FullServerFuzzTest: -Dhearth.seed=" + seed);
        Map<String, Integer> outcomes = new TreeMap<>();
        try (ChildHearth hearth = ChildHearth.start(home)) {
            AwsCredentials keys = hearth.keys();
            HostileRequests requests =
                    new HostileRequests(seed, keys.accessKeyId(), keys.secretAccessKey(), "us-east-1");
            send(hearth, requests, WARM_UP, outcomes);
            long memory = hearth.status("VmRSS");
            long threads = hearth.status("Threads");
            send(hearth, requests, REQUESTS - WARM_UP, outcomes);
            assertThat(hearth.status("VmRSS")).as("resident KiB, %s", outcomes).isLessThan(memory + GROWTH_KB);
            assertThat(hearth.status("Threads")).as("threads, %s", outcomes).isLessThanOrEqualTo(threads + NEW_THREADS);
            assertThat(new Clients(hearth.endpoint(), keys)
                            .sts()
                            .getCallerIdentity()
                            .account())
                    .as("it still serves")
                    .isEqualTo("000000000000");
            assertThat(hearth.stop()).isZero();
        }
        assertThat(outcomes).containsKeys("400", "403", "404");
    }

    private static void send(ChildHearth hearth, HostileRequests requests, int count, Map<String, Integer> outcomes)
            throws IOException {
        HostileClient client = new HostileClient("127.0.0.1", hearth.endpoint().getPort());
        for (int i = 0; i < count; i++) {
            HostileRequests.Hostile request = requests.next();
            Outcome outcome = client.send(request);
            outcomes.merge(outcome.label(), 1, Integer::sum);
            assertThat(outcome.fits(request))
                    .as("%s -> %s%nserver: %s", request.what(), outcome, hearth.said())
                    .isTrue();
        }
    }
}
