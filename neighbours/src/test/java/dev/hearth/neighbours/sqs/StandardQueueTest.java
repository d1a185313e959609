package dev.hearth.neighbours.sqs;

import static dev.hearth.neighbours.sqs.TestSqs.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StandardQueueTest {

    private final TestSqs test = new TestSqs(1);
    private final Queue queue = test.queue("orders");

    @Test
    void aMessageIsHiddenWhileItIsInFlightAndComesBackWhenItIsNotDeleted() {
        test.send(queue, "one");
        Received first = test.receive(queue, 10, 5).getFirst();
        assertThat(test.receive(queue, 10, 5)).isEmpty();
        assertThat(test.sqs.counts(queue)).isEqualTo(new MessageCounts(0, 1, 0));

        test.advance(Duration.ofSeconds(5));
        Received second = test.receive(queue, 10, 5).getFirst();
        assertThat(second.message().receiveCount()).isEqualTo(2);
        assertThat(second.message().firstReceivedMillis())
                .isEqualTo(first.message().firstReceivedMillis());
        assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());

        test.delete(queue, first);
        assertThat(test.sqs.counts(queue)).isEqualTo(new MessageCounts(0, 1, 0));
        test.delete(queue, second);
        test.delete(queue, second);
        test.advance(Duration.ofSeconds(6));
        assertThat(test.receive(queue, 10, 5)).isEmpty();
        assertThat(test.sqs.counts(queue)).isEqualTo(new MessageCounts(0, 0, 0));
    }

    @Test
    void aWaitingReceiveIsWokenByASendAVisibilityTimeoutAndADelay() {
        CompletableFuture<List<Received>> bySend = test.poll(queue, 20);
        assertThat(bySend).isNotDone();
        test.send(queue, "sent");
        Received sent = test.now(bySend).getFirst();

        CompletableFuture<List<Received>> byTimeout = test.poll(queue, 20);
        test.now(test.sqs.changeVisibility(queue, sent.receiptHandle(), 7));
        test.advance(Duration.ofMillis(6_900));
        assertThat(byTimeout).isNotDone();
        test.advance(Duration.ofMillis(150));
        test.delete(queue, test.now(byTimeout).getFirst());

        test.now(test.sqs.send(queue, new SendMessage("late", Map.of(), 9, null, null, null)));
        assertThat(test.sqs.counts(queue)).isEqualTo(new MessageCounts(0, 0, 1));
        CompletableFuture<List<Received>> byDelay = test.poll(queue, 20);
        test.advance(Duration.ofMillis(8_900));
        assertThat(byDelay).isNotDone();
        test.advance(Duration.ofMillis(150));
        assertThat(bodies(test.now(byDelay))).containsExactly("late");
    }

    @Test
    void aReportSaysWhatIsInTheQueuesAndWhatHappenedInThem() {
        Queue last = test.queue("zz");
        test.send(queue, "one");
        long since = test.sqs.reports(1).getFirst().oldestMillis();
        assertThat(since).isPositive();
        test.advance(Duration.ofSeconds(10));
        test.send(queue, "two");
        Received first = test.receive(queue, 1, 60).getFirst();
        test.delete(queue, first);
        assertThat(test.receive(queue, 10, 60)).hasSize(1);
        assertThat(test.receive(queue, 10, 60)).isEmpty();
        test.send(last, "other");
        assertThat(test.sqs.reports(1))
                .containsExactly(
                        new QueueReport("orders", new MessageCounts(0, 1, 0), since + 10_000, 2, 2, 1, 1),
                        new QueueReport("", new MessageCounts(1, 0, 0), 0, 1, 0, 0, 0));
        assertThat(test.sqs.reports(2)).extracting(QueueReport::name).containsExactly("orders", "zz");
        test.sqs.queues().delete(last);
        assertThat(test.sqs.reports(1)).hasSize(1);
    }

    @Test
    void aReceiveGoesEmptyHandedWhenItsWaitIsOverOrItIsTakenBack() {
        CompletableFuture<List<Received>> waits = test.poll(queue, 3);
        CompletableFuture<List<Received>> gone = test.poll(queue, 20);
        gone.cancel(false);
        test.advance(Duration.ofSeconds(3));
        assertThat(waits.join()).isEmpty();
        test.send(queue, "kept");
        assertThat(bodies(test.receive(queue, 10, 5))).containsExactly("kept");
    }

    @Test
    void aMessageOnItsWayToSomebodyWhoLeftComesBackAtOnce() {
        CompletableFuture<List<Received>> leaving = test.sqs.receive(queue, new ReceiveMessages(1, 30, 20, null));
        test.sqs.send(queue, SendMessage.of("one"));
        // Until the message is decided to be the waiter's, and not a step further.
        for (int i = 0; i < 100 && test.sqs.counts(queue).inFlight() == 0; i++) {
            test.ports.runNext(test.ports.nanos());
        }
        assertThat(test.sqs.counts(queue).inFlight()).isEqualTo(1);
        leaving.complete(List.of());
        test.ports.settle();
        assertThat(bodies(test.receive(queue, 1, 30))).containsExactly("one");
    }

    @Test
    void aRestartKeepsMessagesCountsAndVisibility() {
        test.send(queue, "in flight");
        test.receive(queue, 1, 30);
        test.send(queue, "waiting");
        test.now(test.sqs.send(queue, new SendMessage("delayed", Map.of(), 60, null, null, null)));
        test.restart();

        assertThat(test.sqs.counts(queue)).isEqualTo(new MessageCounts(1, 1, 1));
        assertThat(bodies(test.receive(queue, 10, 300))).containsExactly("waiting");
        test.advance(Duration.ofSeconds(30));
        Received again = test.receive(queue, 10, 300).getFirst();
        assertThat(again.message().content().body()).isEqualTo("in flight");
        assertThat(again.message().receiveCount()).isEqualTo(2);
        test.advance(Duration.ofSeconds(30));
        assertThat(bodies(test.receive(queue, 10, 300))).containsExactly("delayed");
    }

    @Test
    void moreMessagesThanTheWindowAreReceivedOnceEach() {
        int all = SqsLimits.STANDARD_WINDOW + 2_500;
        for (int i = 0; i < all; i++) {
            test.sqs.send(queue, SendMessage.of("m" + i));
        }
        test.ports.settle();
        assertThat(test.sqs.counts(queue).visible()).isEqualTo(all);
        Set<String> seen = new HashSet<>();
        for (List<Received> some = test.receive(queue, 10, 600); !some.isEmpty(); some = test.receive(queue, 10, 600)) {
            some.forEach(each ->
                    assertThat(seen.add(each.message().content().body())).isTrue());
            if (seen.size() % 1_000 == 0) {
                test.send(queue, "m" + (all + seen.size()));
            }
            some.forEach(each -> test.delete(queue, each));
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(all + all / 1_000);
        assertThat(test.sqs.counts(queue)).isEqualTo(new MessageCounts(0, 0, 0));
    }

    @Test
    void aSendThatCouldNotBeWrittenIsRefusedAndNothingIsLost() {
        test.send(queue, "before");
        test.store.failing = true;
        assertThatThrownBy(() -> test.send(queue, "lost")).hasMessageContaining("disk full");
        test.store.failing = false;
        assertThat(bodies(test.receive(queue, 10, 5))).containsExactly("before");
        test.send(queue, "after");
        assertThat(bodies(test.receive(queue, 10, 5))).containsExactly("after");
    }

    @Test
    void memoryHoldsOnlySoMuchOfBodiesAndLetsGoOfThem() {
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 40; i++) {
            test.send(queue, large);
        }
        int seen = 0;
        for (List<Received> some = test.receive(queue, 10, 600); !some.isEmpty(); some = test.receive(queue, 10, 600)) {
            assertThat(bodies(some)).containsOnly(large);
            seen += some.size();
        }
        assertThat(seen).isEqualTo(40);
        assertThat(test.cachedBytes()).isZero();
        test.send(queue, large);
        assertThat(test.cachedBytes()).isPositive();
        test.sqs.queues().delete(queue);
        assertThat(test.cachedBytes()).isZero();
    }

    @Test
    void aReceiveThatCouldNotBeWrittenGivesNothingAndLeavesTheMessage() {
        test.send(queue, "one");
        test.store.failing = true;
        assertThatThrownBy(() -> test.receive(queue, 1, 30)).hasMessageContaining("disk full");
        test.store.failing = false;
        assertThat(bodies(test.receive(queue, 1, 30))).containsExactly("one");
    }

    @Test
    void aMessageReceivedTooOftenGoesToTheDeadLetterQueueAndBack() {
        Queue dead = test.queue("dead");
        Queue source = test.queue(
                "source",
                "RedrivePolicy",
                "{\"deadLetterTargetArn\":\"" + test.sqs.queues().arn(dead) + "\",\"maxReceiveCount\":\"2\"}");
        Sent sent = test.send(source, "poison");
        test.receive(source, 1, 0);
        test.receive(source, 1, 0);
        assertThat(test.receive(source, 1, 0)).isEmpty();

        Received letter = test.receive(dead, 1, 0).getFirst();
        assertThat(letter.message().content().messageId()).isEqualTo(sent.messageId());
        assertThat(letter.message().content().sourceArn())
                .isEqualTo(test.sqs.queues().arn(source));
        assertThat(letter.message().receiveCount()).isEqualTo(1);
        assertThat(test.sqs.counts(source)).isEqualTo(new MessageCounts(0, 0, 0));

        MoveTask task = test.sqs.moveTasks().start(test.sqs.queues().arn(dead), null, null);
        test.advance(Duration.ofSeconds(1));
        assertThat(bodies(test.receive(source, 1, 0))).containsExactly("poison");
        assertThat(test.sqs.moveTasks().list(task.sourceArn(), null).getFirst())
                .extracting(MoveTask::status, MoveTask::moved)
                .containsExactly(MoveTask.Status.COMPLETED, 1L);
        assertThat(test.sqs.counts(dead)).isEqualTo(new MessageCounts(0, 0, 0));
    }

    @Test
    void whatIsOlderThanTheRetentionIsGoneForGood() {
        Queue brief = test.queue("brief", "MessageRetentionPeriod", "60");
        test.send(brief, "old");
        test.advance(Duration.ofSeconds(40));
        test.send(brief, "young");
        test.advance(Duration.ofSeconds(21));
        assertThat(bodies(test.receive(brief, 10, 0))).containsExactly("young");
        test.advance(Duration.ofSeconds(61));
        assertThat(test.sqs.counts(brief)).isEqualTo(new MessageCounts(0, 0, 0));
        assertThat(test.store.count(brief.id(), 0)).isZero();
    }

    @Test
    void aPurgeTakesEverythingAndTheNextOneWaits() {
        List<Received> received = new ArrayList<>();
        test.send(queue, "a");
        test.send(queue, "b");
        received.addAll(test.receive(queue, 1, 30));
        test.sqs.purge(queue);
        assertThat(test.sqs.counts(queue)).isEqualTo(new MessageCounts(0, 0, 0));
        assertThatThrownBy(() -> test.sqs.purge(queue)).hasMessageContaining("every 60 seconds");
        test.delete(queue, received.getFirst());
        test.send(queue, "c");
        test.restart();
        assertThat(bodies(test.receive(queue, 10, 30))).containsExactly("c");
        test.advance(Duration.ofSeconds(60));
        test.sqs.purge(queue);
    }

    @Test
    void visibilityEndsTwelveHoursAfterTheReceive() {
        test.send(queue, "long");
        Received received = test.receive(queue, 1, 43_000).getFirst();
        test.advance(Duration.ofSeconds(300));
        assertThatThrownBy(() -> test.now(test.sqs.changeVisibility(queue, received.receiptHandle(), 43_000)))
                .hasMessageContaining("beyond the limit [43200 seconds]");
        test.now(test.sqs.changeVisibility(queue, received.receiptHandle(), 42_900));
        test.now(test.sqs.changeVisibility(queue, received.receiptHandle(), 0));
        assertThatThrownBy(() -> test.now(test.sqs.changeVisibility(queue, received.receiptHandle(), 1)))
                .hasMessageContaining("isn't in flight");
    }

    @Test
    void aDeletedQueueLetsGoOfThoseWhoWait() {
        CompletableFuture<List<Received>> waits = test.poll(queue, 20);
        test.sqs.queues().delete(queue);
        assertThat(waits).isCompletedExceptionally();
        assertThatThrownBy(() -> test.send(queue, "x")).hasMessageContaining("does not exist");
        Queue again = test.queue("orders");
        assertThat(test.receive(again, 1, 0)).isEmpty();
    }
}
