package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Over a clock that stands: a wait ends only by those who come. */
final class GatherTest {

    private final VirtualPorts clock = new VirtualPorts(Instant.EPOCH, 1);

    private static Gather expectingTwo(VirtualPorts clock) {
        Gather gather = new Gather(clock);
        gather.came(2);
        gather.await();
        gather.begin();
        clock.advance(Duration.ofMillis(1));
        gather.committed();
        return gather;
    }

    @Test
    void theLastOfThoseExpectedEndsTheWait() throws InterruptedException {
        Gather gather = expectingTwo(clock);
        gather.came(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            gather.await();
            ended.countDown();
        });
        assertThat(ended.await(20, TimeUnit.MILLISECONDS)).isFalse();
        gather.came(1);
        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        writer.join();
    }

    @Test
    void withoutAClockNobodyIsWaitedFor() {
        AtomicBoolean done = new AtomicBoolean();
        Gather gather = new Gather(null);
        gather.came(2);
        gather.begin();
        gather.committed();
        gather.came(1);
        gather.await();
        done.set(true);
        assertThat(done).isTrue();
    }
}
