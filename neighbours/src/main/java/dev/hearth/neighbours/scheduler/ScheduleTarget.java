package dev.hearth.neighbours.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * What a schedule calls.
 *
 * @param arn of a function, queue, topic or event bus, or of an API operation ({@code arn:aws:scheduler:::aws-sdk:...})
 * @param roleArn kept and returned; there is no IAM
 * @param input what it gets, with keywords in it; null for AWS's default notification
 * @param retries after the first attempt
 * @param maxAgeSeconds after the due time, within which it is tried again
 * @param deadLetterArn of a standard queue; null for none
 * @param messageGroup of a FIFO queue; null for none
 * @param detailType of an event on a bus; null for other targets
 * @param source of an event on a bus; null for other targets
 */
public record ScheduleTarget(
        String arn,
        String roleArn,
        @Nullable String input,
        int retries,
        int maxAgeSeconds,
        @Nullable String deadLetterArn,
        @Nullable String messageGroup,
        @Nullable String detailType,
        @Nullable String source) {

    /** What API operations begin with. */
    static final String UNIVERSAL = "arn:aws:scheduler:::aws-sdk:";

    boolean isUniversal() {
        return arn.startsWith(UNIVERSAL);
    }
}
