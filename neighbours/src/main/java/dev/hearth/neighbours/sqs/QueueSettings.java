package dev.hearth.neighbours.sqs;

import dev.hearth.core.AwsScope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a queue's attributes mean.
 *
 * @param delaySeconds of a message that names none
 * @param maximumBytes of a message
 * @param retentionMillis how long a message is kept
 * @param waitSeconds of a receive that names none
 * @param visibilitySeconds of a receive that names none
 * @param redrive where messages go that are received too often; null for nowhere
 * @param contentBased whether a body's digest stands for a missing deduplication id
 * @param groupScoped whether deduplication ids are told apart by their message group
 */
record QueueSettings(
        int delaySeconds,
        int maximumBytes,
        long retentionMillis,
        int waitSeconds,
        int visibilitySeconds,
        @Nullable Redrive redrive,
        boolean contentBased,
        boolean groupScoped) {

    private static final long MILLIS = 1_000;

    static QueueSettings of(Queue queue, AwsScope scope) {
        Map<String, String> attributes = QueueAttributes.effective(queue);
        String redrive = attributes.get("RedrivePolicy");
        return new QueueSettings(
                number(attributes, "DelaySeconds"),
                number(attributes, "MaximumMessageSize"),
                number(attributes, "MessageRetentionPeriod") * MILLIS,
                number(attributes, "ReceiveMessageWaitTimeSeconds"),
                number(attributes, "VisibilityTimeout"),
                redrive == null ? null : Redrive.parse(redrive, scope),
                "true".equals(attributes.get("ContentBasedDeduplication")),
                "messageGroup".equals(attributes.get("DeduplicationScope")));
    }

    private static int number(Map<String, String> attributes, String name) {
        return Integer.parseInt(attributes.getOrDefault(name, "0"));
    }
}
