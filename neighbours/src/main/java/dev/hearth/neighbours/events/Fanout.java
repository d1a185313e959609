package dev.hearth.neighbours.events;

import dev.hearth.neighbours.outbox.DeadLetter;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.outbox.RetryRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be posted and archived of some events, collected rule by rule. */
final class Fanout {

    private static final long SECOND_MILLIS = 1_000;

    private final Arns arns;
    private final Instant now;
    private final List<Posting> postings = new ArrayList<>();
    private final List<ArchivedEvent> archived = new ArrayList<>();

    Fanout(Arns arns, Instant now) {
        this.arns = arns;
        this.now = now;
    }

    /**
     * An event.
     *
     * @param event as JSON
     * @param timeMillis its own time
     * @param trace {@code X-Amzn-Trace-Id}, or null
     * @param forwarded whether another bus sent it
     */
    record Carried(String event, long timeMillis, @Nullable String trace, boolean forwarded) {}

    List<Posting> postings() {
        return postings;
    }

    List<ArchivedEvent> archived() {
        return archived;
    }

    /** The rule takes the event. */
    void add(Rule rule, Carried carried) {
        String ruleArn = arns.rule(rule);
        for (Target target : rule.targets()) {
            if (rule.isManaged() && target.arn().equals(arns.archives())) {
                archived.add(new ArchivedEvent(
                        ArchiveRule.archive(rule), 0, carried.timeMillis(), now.toEpochMilli(), carried.event()));
            } else if (!target.service().equals("events")) {
                String text = InputText.of(
                        target,
                        new InputText.Source(carried.event(), rule.name(), ruleArn, EventText.STAMP.format(now)));
                postings.add(posting(target, ruleArn, text, carried.trace()));
            } else if (!carried.forwarded()) {
                postings.add(posting(target, ruleArn, carried.event(), carried.trace()));
            }
        }
    }

    private static Posting posting(Target target, String ruleArn, String text, @Nullable String trace) {
        Map<String, String> options = new HashMap<>();
        if (target.roleArn().isEmpty()) {
            options.put(Parcel.PRINCIPAL, Events.PRINCIPAL);
            options.put(Parcel.SOURCE_ARN, ruleArn);
        }
        put(options, Parcel.GROUP, target.messageGroupId());
        put(options, Parcel.TRACE, trace);
        String letters = target.deadLetterArn();
        return new Posting(
                ruleArn + "#" + target.id(),
                false,
                new Parcel(target.arn(), text, Map.of(), options),
                retries(target),
                letters == null ? null : new DeadLetter(letters, DeadLetter.Style.EVENTS, Map.of("RULE_ARN", ruleArn)));
    }

    private static void put(Map<String, String> options, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            options.put(name, value);
        }
    }

    private static RetryRule retries(Target target) {
        RetryRule usual = RetryRule.EVENTS;
        Integer retries = target.retries();
        Integer seconds = target.ageSeconds();
        return new RetryRule(
                usual.immediate(),
                usual.steady(),
                retries == null ? usual.attempts() : retries,
                usual.leastMillis(),
                usual.mostMillis(),
                seconds == null ? usual.maxAgeMillis() : seconds * SECOND_MILLIS);
    }
}
