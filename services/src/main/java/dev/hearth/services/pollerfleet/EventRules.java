package dev.hearth.services.pollerfleet;

import java.time.Duration;

/**
 * What its owner says of a function's events, when one of them is looked at.
 *
 * @param maximumRetries tries after the first that failed by the function's own error
 * @param maximumAge after which an event is not tried any more
 * @param onSuccess ARN, or empty
 * @param onFailure ARN, or empty
 * @param deadLetter ARN, or empty
 */
public record EventRules(
        int maximumRetries, Duration maximumAge, String onSuccess, String onFailure, String deadLetter) {

    /** Lambda's defaults (botocore: {@code MaximumRetryAttempts}, {@code MaximumEventAgeInSeconds}). */
    public static final EventRules DEFAULTS = new EventRules(2, Duration.ofHours(6), "", "", "");
}
