package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * {@code kill -9} of a whole Hearth in the middle of sends, receives and deletes: no message is lost whose send was
 * acknowledged, none comes back whose delete was, and one in flight stays hidden over the restart. {@code
 * -Dhearth.kills=50} is the long form, {@code -Dhearth.store=postgres} has it on PostgreSQL.
 */
@Tag("slow")
class SqsKillTest {

    private static final int KILLS = Integer.getInteger("hearth.kills", 15);
    private static final int MOST_OF_A_LIFE = 60; // acknowledged sends
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(60);
    private static final int SENDERS = 4;
    private static final int RECEIVERS = 2;
    private static final int VISIBILITY_SECONDS = 12;

    /** How long after its receive a message is surely hidden from everybody else, ns. */
    private static final long SURELY_HIDDEN =
            TimeUnit.SECONDS.toNanos(VISIBILITY_SECONDS) - TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * A message in this test's hands.
     *
     * @param nanos before its receive was asked for: a slow machine hands over late what is hidden since before
     */
    private record Held(String handle, long nanos) {

        boolean isHidden() {
            return System.nanoTime() - nanos < SURELY_HIDDEN;
        }
    }

    @TempDir
    private Path home;

    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final Set<String> perhapsDeleted = ConcurrentHashMap.newKeySet();
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final Set<String> wrong = ConcurrentHashMap.newKeySet();

    @Test
    void nothingAcknowledgedIsLostOrComesBack() throws Exception {
        try (ChosenStore store = ChosenStore.open()) {
            kills(store.options());
        }
    }

    private void kills(String... store) throws Exception {
        long seed = Long.getLong("hearth.seed", System.nanoTime());
        System.out.println("SqsKillTest: -Dhearth.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int kill = 0; kill < KILLS; kill++) {
                int life = kill;
                try (ChildHearth hearth = ChildHearth.start(home, store)) {
                    List<Future<?>> all = IntStream.range(0, SENDERS + RECEIVERS)
                            .<Future<?>>mapToObj(i -> clients.submit(() -> client(hearth, life, i)))
                            .toList();
                    live(1 + random.nextInt(MOST_OF_A_LIFE));
                    hearth.kill();
                    for (Future<?> each : all) {
                        each.get();
                    }
                }
            }
        }
        try (ChildHearth hearth = ChildHearth.start(home, store)) {
            drain(new Clients(hearth.endpoint(), hearth.keys()).sqs());
        }
        System.out.println("SqsKillTest: " + KILLS + " kills, " + sent.size() + " sends and " + deleted.size()
                + " deletes acknowledged");
        assertThat(wrong).isEmpty();
        assertThat(sent).hasSizeGreaterThan(KILLS);
        Set<String> missing = new HashSet<>(sent);
        missing.removeAll(deleted);
        missing.removeAll(perhapsDeleted);
        assertThat(missing).as("acknowledged and never seen again").isEmpty();
    }

    /** Until so many more sends are acknowledged, so that a kill does not always come before the first. */
    private void live(int more) {
        int enough = sent.size() + more;
        long begun = System.nanoTime();
        while (sent.size() < enough && System.nanoTime() - begun < LONGEST_LIFE.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
        }
    }

    private void client(ChildHearth hearth, int life, int number) {
        try (SqsClient sqs = new Clients(hearth.endpoint(), hearth.keys()).sqs()) {
            String url = sqs.createQueue(create -> create.queueName("killed")).queueUrl();
            for (int i = 0; true; i++) {
                if (number < SENDERS) {
                    String body = life + "/" + number + "/" + i;
                    sqs.sendMessage(send -> send.queueUrl(url).messageBody(body));
                    sent.add(body);
                } else {
                    receive(sqs, url, 1);
                }
            }
        } catch (SdkException killed) {
            // What was in flight may or may not have happened.
        }
    }

    private int receive(SqsClient sqs, String url, int waitSeconds) {
        long asked = System.nanoTime();
        List<Message> messages = sqs.receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(waitSeconds)
                        .visibilityTimeout(VISIBILITY_SECONDS))
                .messages();
        for (Message message : messages) {
            received(message, asked);
        }
        for (Message message : messages) {
            // Every third stays in flight, so that restarts have something to keep hidden.
            Held mine = new Held(message.receiptHandle(), asked);
            if (message.body().hashCode() % 3 != 0 && mine.isHidden()) {
                delete(sqs, url, message.body(), mine);
            }
        }
        return messages.size();
    }

    private void received(Message message, long asked) {
        String body = message.body();
        Held before = held.put(body, new Held(message.receiptHandle(), asked));
        if (deleted.contains(body)) {
            wrong.add(body + " came back after its delete");
        }
        if (before != null && !perhapsDeleted.contains(body) && before.isHidden()) {
            wrong.add(body + " was received while it was in flight");
        }
    }

    private void delete(SqsClient sqs, String url, String body, Held mine) {
        perhapsDeleted.add(body);
        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(mine.handle));
        if (mine.isHidden()) {
            deleted.add(body);
            perhapsDeleted.remove(body);
            held.remove(body);
        }
    }

    /**
     * Handles from before the kills still delete; then everything else comes, at the latest when it is visible again,
     * and then nothing more.
     */
    private void drain(SqsClient sqs) {
        String url = sqs.createQueue(create -> create.queueName("killed")).queueUrl();
        deleteHeld(sqs, url);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(VISIBILITY_SECONDS + 1);
        int came = 1;
        while (came > 0 || System.nanoTime() - end < 0) {
            came = receive(sqs, url, 2);
            deleteHeld(sqs, url);
        }
        sqs.close();
    }

    /**
     * A handle whose message was visible again may be an old one: another receive, whose answer a kill swallowed, has
     * the message then, and a standard queue takes such a delete for done without doing it.
     */
    private void deleteHeld(SqsClient sqs, String url) {
        held.forEach((body, mine) -> {
            if (mine.isHidden()) {
                delete(sqs, url, body, mine);
            }
        });
    }
}
