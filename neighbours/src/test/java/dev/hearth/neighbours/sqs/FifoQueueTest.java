package dev.hearth.neighbours.sqs;

import static dev.hearth.neighbours.sqs.TestSqs.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FifoQueueTest {

    private final TestSqs test = new TestSqs(2);
    private final Queue queue = test.fifo("orders.fifo");

    @Test
    void aGroupIsLockedWhileOneOfItsMessagesIsInFlight() {
        test.send(queue, "a1", "a", null);
        test.send(queue, "b1", "b", null);
        test.send(queue, "a2", "a", null);
        List<Received> first = test.receive(queue, 1, 30);
        assertThat(bodies(first)).containsExactly("a1");
        assertThat(bodies(test.receive(queue, 10, 30))).containsExactly("b1");
        assertThat(test.receive(queue, 10, 30)).isEmpty();
        test.delete(queue, first.getFirst());
        assertThat(bodies(test.receive(queue, 10, 30))).containsExactly("a2");
    }

    @Test
    void aReceiveTakesAsManyOfAGroupAsItCan() {
        for (int i = 1; i <= 4; i++) {
            test.send(queue, "a" + i, "a", null);
            test.send(queue, "b" + i, "b", null);
        }
        assertThat(bodies(test.receive(queue, 6, 30))).containsExactly("a1", "a2", "a3", "a4", "b1", "b2");
    }

    @Test
    void aMessageSentTwiceWithinFiveMinutesIsAcceptedOnce() {
        Sent first = test.send(queue, "same", "a", null);
        Sent second = test.send(queue, "same", "b", null);
        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.sequenceNumber()).isEqualTo(first.sequenceNumber()).hasSize(20);
        test.delete(queue, test.receive(queue, 10, 30).getFirst());
        test.restart();
        test.advance(Duration.ofSeconds(299));
        test.send(queue, "same", "a", null);
        assertThat(test.receive(queue, 10, 30)).isEmpty();
        test.advance(Duration.ofSeconds(2));
        test.send(queue, "same", "a", null);
        assertThat(test.receive(queue, 10, 30)).hasSize(1);
    }

    @Test
    void deduplicationMayBeOfEachGroup() {
        Queue scoped = test.queue("scoped.fifo", "FifoQueue", "true", "DeduplicationScope", "messageGroup");
        test.send(scoped, "one", "a", "id");
        test.send(scoped, "two", "b", "id");
        test.send(scoped, "three", "a", "id");
        assertThat(bodies(test.receive(scoped, 10, 30))).containsExactly("one", "two");
        assertThatThrownBy(() -> test.send(scoped, "four", "a", null))
                .hasMessageContaining("ContentBasedDeduplication enabled or MessageDeduplicationId provided");
    }

    @Test
    void anAttemptThatIsRepeatedGetsTheSameMessages() {
        test.send(queue, "a1", "a", null);
        test.send(queue, "b1", "b", null);
        ReceiveMessages wish = new ReceiveMessages(1, 30, 0, "attempt");
        Received first = test.now(test.sqs.receive(queue, wish)).getFirst();
        test.advance(Duration.ofSeconds(20));
        Received again = test.now(test.sqs.receive(queue, wish)).getFirst();
        assertThat(again.receiptHandle()).isEqualTo(first.receiptHandle());
        test.advance(Duration.ofSeconds(20));
        test.delete(queue, again);
        assertThat(bodies(test.now(test.sqs.receive(queue, wish)))).containsExactly("b1");
    }

    @Test
    void aReceiptIsGoodOnlyWhileItsMessageIsInFlight() {
        test.send(queue, "a1", "a", null);
        Received received = test.receive(queue, 1, 5).getFirst();
        test.advance(Duration.ofSeconds(5));
        assertThatThrownBy(() -> test.delete(queue, received)).hasMessageContaining("receipt handle has expired");
    }

    @Test
    void aLockedGroupStaysLockedOverARestart() {
        test.send(queue, "a1", "a", null);
        test.send(queue, "a2", "a", null);
        Received first = test.receive(queue, 1, 30).getFirst();
        test.restart();
        assertThat(test.receive(queue, 10, 30)).isEmpty();
        test.delete(queue, first);
        assertThat(bodies(test.receive(queue, 10, 30))).containsExactly("a2");
    }

    @Test
    void aGroupIsLockedByAMessageFarBehindWhatIsLoadedFirst() {
        test.send(queue, "a1", "a", null);
        for (int i = 0; i < SqsLimits.LOAD_MESSAGES + 10; i++) {
            test.send(queue, "b" + i, "b", null);
        }
        test.send(queue, "a2", "a", null);
        List<Received> both = test.receive(queue, 2, 300);
        assertThat(bodies(both)).containsExactly("a1", "a2");
        test.now(test.sqs.changeVisibility(queue, both.getFirst().receiptHandle(), 0));
        test.restart();
        assertThat(bodies(test.receive(queue, 1, 300))).containsExactly("b0");
        test.delete(queue, both.getLast());
        assertThat(bodies(test.receive(queue, 1, 300))).containsExactly("a1");
    }

    @Test
    void membersThatFifoQueuesNeedAreAskedFor() {
        assertThatThrownBy(() -> test.send(queue, "x"))
                .hasMessageContaining("must contain the parameter MessageGroupId");
        assertThatThrownBy(() -> test.now(test.sqs.send(queue, new SendMessage("x", Map.of(), 3, "g", null, null))))
                .hasMessageContaining("DelaySeconds");
        assertThatThrownBy(() -> test.queue("wrong.fifo")).hasMessageContaining("alphanumeric");
    }
}
