package dev.hearth.neighbours.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A FIFO queue under a random life of sends, receives, deletes, timeouts, failed writes and restarts: in every group
 * the messages are deleted in the order in which they were accepted, none is received while another receive's message
 * of the group is in flight, and none that was accepted is missing at the end.
 */
class FifoPropertyTest {

    private static final int LIVES = 60;
    private static final int STEPS = 400;
    private static final int GROUPS = 4;

    /** What a receiver holds. */
    private record Held(Received received, long untilMillis, int batch) {}

    private final long seed = Long.getLong("hearth.seed", System.nanoTime());

    @Test
    void orderAndExclusionHoldInEveryLife() {
        for (int life = 0; life < LIVES; life++) {
            new Life(seed + life).run();
        }
    }

    private static final class Life {
        private final long seed;
        private final SplittableRandom random;
        private final TestSqs test;
        private final Queue queue;
        private final Map<String, List<String>> accepted = new HashMap<>();
        private final Map<String, List<String>> deleted = new HashMap<>();
        private final Set<String> uncertain = new HashSet<>();
        private final List<Held> held = new ArrayList<>();
        private int sent;
        private int batches;

        Life(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.test = new TestSqs(seed);
            this.queue = test.fifo("q.fifo");
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                int dice = random.nextInt(100);
                test.store.failing = random.nextInt(50) == 0;
                try {
                    step(dice);
                } catch (dev.hearth.core.FaultException unavailable) {
                    assertThat(test.store.failing || unavailable.getMessage().contains("again"))
                            .isTrue();
                }
                test.store.failing = false;
                forgetExpired();
            }
            drain();
            accepted.forEach((group, bodies) -> assertThat(withoutUncertain(deleted.getOrDefault(group, List.of())))
                    .as("seed %d group %s", seed, group)
                    .isEqualTo(withoutUncertain(bodies)));
        }

        private List<String> withoutUncertain(List<String> bodies) {
            return bodies.stream().filter(body -> !uncertain.contains(body)).toList();
        }

        private void step(int dice) {
            if (dice < 40) {
                send();
            } else if (dice < 65) {
                receive(1 + random.nextInt(10), 1 + random.nextInt(20));
            } else if (dice < 85) {
                delete();
            } else if (dice < 90) {
                changeVisibility();
            } else if (dice < 98) {
                test.advance(Duration.ofMillis(random.nextInt(8_000)));
            } else {
                test.restart();
            }
        }

        private void send() {
            String group = "g" + random.nextInt(GROUPS);
            String body = group + "-" + sent++;
            try {
                test.send(queue, body, group, null);
                accepted.computeIfAbsent(group, each -> new ArrayList<>()).add(body);
            } catch (dev.hearth.core.FaultException refused) {
                uncertain.add(body);
                throw refused;
            }
        }

        private void receive(int most, int visibilitySeconds) {
            List<Received> received = test.receive(queue, most, visibilitySeconds);
            long now = test.ports.millis();
            Set<String> groups = new HashSet<>();
            batches++;
            for (Received each : received) {
                String group = group(each);
                boolean busy =
                        held.stream().anyMatch(other -> group(other.received).equals(group));
                assertThat(busy && !groups.contains(group))
                        .as("seed %d: group %s is in flight elsewhere", seed, group)
                        .isFalse();
                groups.add(group);
                held.add(new Held(each, now + visibilitySeconds * 1_000L, batches));
            }
            for (String group : groups) {
                assertThat(received.stream()
                                .filter(each -> group(each).equals(group))
                                .map(each -> each.message().sequence())
                                .toList())
                        .as("seed %d", seed)
                        .isSorted();
            }
        }

        private static String group(Received received) {
            String group = received.message().content().groupId();
            return group == null ? "" : group;
        }

        /** The oldest of a group first, as a consumer that keeps the order does. */
        private void delete() {
            if (held.isEmpty()) {
                return;
            }
            String group = group(held.get(random.nextInt(held.size())).received);
            Held first = held.stream()
                    .filter(each -> group(each.received).equals(group))
                    .findFirst()
                    .orElseThrow();
            String body = first.received.message().content().body();
            held.remove(first);
            try {
                test.delete(queue, first.received);
                deleted.computeIfAbsent(group, each -> new ArrayList<>()).add(body);
            } catch (dev.hearth.core.FaultException unavailable) {
                // The message is still in flight, and so is its group, until its timeout.
                held.add(0, first);
                throw unavailable;
            }
        }

        /** Gives a whole group back, as a consumer does that failed. */
        private void changeVisibility() {
            if (held.isEmpty()) {
                return;
            }
            String group = group(held.get(random.nextInt(held.size())).received);
            for (Held each : List.copyOf(held)) {
                if (group(each.received).equals(group)) {
                    test.now(test.sqs.changeVisibility(queue, each.received.receiptHandle(), 0));
                    held.remove(each);
                }
            }
        }

        private void forgetExpired() {
            long now = test.ports.millis();
            held.removeIf(each -> each.untilMillis <= now);
        }

        private void drain() {
            test.advance(Duration.ofSeconds(30));
            held.clear();
            for (int idle = 0; idle < 3; ) {
                List<Received> received = test.receive(queue, 10, 30);
                idle = received.isEmpty() ? idle + 1 : 0;
                received.forEach(each -> {
                    test.delete(queue, each);
                    deleted.computeIfAbsent(group(each), group -> new ArrayList<>())
                            .add(each.message().content().body());
                });
            }
        }
    }
}
