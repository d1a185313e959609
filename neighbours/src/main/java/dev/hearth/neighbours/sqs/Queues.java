package dev.hearth.neighbours.sqs;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The queues of this account and region, and what is set on them. Refusals are {@link SqsError}s. */
public interface Queues {

    /**
     * Some queues in the order of their names.
     *
     * @param nextToken asks for the next page; null after the last
     */
    record QueuePage(List<Queue> queues, @Nullable String nextToken) {

        public QueuePage {
            queues = List.copyOf(queues);
        }
    }

    /**
     * Makes a queue; one that exists with the same values of the named attributes is given back as it is (API
     * reference, CreateQueue).
     */
    Queue create(String name, Map<String, String> attributes, Map<String, String> tags);

    /** The queue of that name; QueueDoesNotExist when there is none. */
    Queue named(String name);

    /** The queue of that ARN; QueueDoesNotExist when there is none, or the ARN is another account's or region's. */
    Queue ofArn(String arn);

    String arn(Queue queue);

    /** @param limit null for all, which then are at most {@link SqsLimits#PAGE_QUEUES} and without a token */
    QueuePage list(@Nullable String prefix, @Nullable Integer limit, @Nullable String token);

    /** The queues whose dead-letter queue {@code queue} is. */
    QueuePage sources(Queue queue, @Nullable Integer limit, @Nullable String token);

    void delete(Queue queue);

    void setAttributes(Queue queue, Map<String, String> attributes);

    /** The attributes of those {@code names}, which may be {@code All}; without the counts of messages. */
    Map<String, String> attributes(Queue queue, List<String> names);

    void tag(Queue queue, Map<String, String> tags);

    void untag(Queue queue, List<String> keys);

    /** Adds a statement to the queue's policy. */
    void addPermission(Queue queue, String label, List<String> accounts, List<String> actions);

    void removePermission(Queue queue, String label);
}
