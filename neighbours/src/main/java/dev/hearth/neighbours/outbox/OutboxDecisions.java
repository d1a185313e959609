package dev.hearth.neighbours.outbox;

import java.util.HashMap;
import java.util.Map;

/** What becomes of a posting that its target refused. Pure. */
final class OutboxDecisions {

    /** A dead-letter queue is as near as any other: it is tried as SNS tries its targets. */
    private static final RetryRule DEAD_LETTER = RetryRule.SNS_INSIDE;

    /** What to do next. */
    sealed interface Next {

        /** It is tried again, as it stands here. */
        record Again(StoredPosting posting) implements Next {}

        /** Nobody takes it. */
        record GivenUp() implements Next {}
    }

    private OutboxDecisions() {}

    static Next refused(StoredPosting posting, Receipt.Refused refusal, long now) {
        int failures = posting.failures() + 1;
        long delay =
                refusal.forNow() ? posting.posting().rule().delayMillis(failures, now - posting.acceptedMillis()) : -1;
        if (delay >= 0) {
            return new Next.Again(posting.failed(now + delay));
        }
        Posting lost = posting.posting();
        DeadLetter letter = lost.deadLetter();
        if (letter == null) {
            return new Next.GivenUp();
        }
        Parcel parcel =
                lost.parcel().onAttempt(failures).to(letter.queueArn(), whyLost(lost, letter, refusal, failures));
        return new Next.Again(
                posting.instead(new Posting(lost.lane(), lost.ordered(), parcel, DEAD_LETTER, null), now));
    }

    private static Map<String, Parcel.Attribute> whyLost(
            Posting lost, DeadLetter letter, Receipt.Refused refusal, int attempts) {
        Map<String, Parcel.Attribute> why = new HashMap<>();
        switch (letter.style()) {
            case SNS -> {
                why.put("ErrorCode", text(refusal.code()));
                why.put("ErrorMessage", text(refusal.message()));
            }
            case EVENTS -> {
                why.put("ERROR_CODE", text(EventsCodes.of(refusal)));
                why.put("ERROR_MESSAGE", text(refusal.message()));
                why.put("TARGET_ARN", text(lost.parcel().target()));
                why.put("RETRY_ATTEMPTS", new Parcel.Attribute("Number", String.valueOf(attempts - 1)));
                if (refusal.forNow()) {
                    why.put(
                            "EXHAUSTED_RETRY_CONDITION",
                            text(
                                    attempts > lost.rule().attempts()
                                            ? "MaximumRetryAttempts"
                                            : "MaximumEventAgeInSeconds"));
                }
            }
        }
        letter.more().forEach((name, value) -> why.put(name, text(value)));
        return why;
    }

    /** Message attributes must not be empty. */
    private static Parcel.Attribute text(String value) {
        return new Parcel.Attribute("String", value.isEmpty() ? "-" : value);
    }
}
