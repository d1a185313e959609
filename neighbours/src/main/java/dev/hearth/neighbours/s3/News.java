package dev.hearth.neighbours.s3;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Parcel;
import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.outbox.RetryRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is posted of changes: to each target that the bucket names, and to the event bus. */
final class News {

    private static final String PRINCIPAL = "s3.amazonaws.com";

    private final Ports ports;
    private final AwsScope scope;

    News(Ports ports, AwsScope scope) {
        this.ports = ports;
        this.scope = scope;
    }

    /** What is posted of a change that {@code cause} makes. */
    Function<Change, List<Posting>> of(Bucket bucket, Cause cause) {
        String document = bucket.setting(Setting.NOTIFICATION);
        if (document == null) {
            return change -> List.of();
        }
        Element configuration = Element.parse(document);
        List<NotificationRule> rules = NotificationRule.of(configuration);
        boolean bus = configuration.has("EventBridgeConfiguration");
        return change -> {
            ObjectVersion version = subject(change);
            return version == null ? List.of() : postings(bucket, rules, bus, version, cause);
        };
    }

    private static @Nullable ObjectVersion subject(Change change) {
        if (change.added() != null) {
            return change.added();
        }
        return change.facts() != null
                ? change.facts()
                : change.removed().isEmpty() ? null : change.removed().getFirst();
    }

    private List<Posting> postings(
            Bucket bucket, List<NotificationRule> rules, boolean bus, ObjectVersion version, Cause cause) {
        long now = ports.time().millis();
        List<Posting> postings = new ArrayList<>();
        for (NotificationRule rule : rules) {
            if (rule.matches(cause.event(), version.key())) {
                postings.add(posting(
                        bucket, rule.id(), rule.target(), EventText.record(bucket, version, cause, rule.id(), now)));
            }
        }
        if (bus) {
            String id = ports.randomness().uuid().toString();
            String target = scope.arn("events", "event-bus/default");
            postings.add(posting(bucket, "bus", target, EventText.onBus(bucket, version, cause, id, scope, now)));
        }
        return postings;
    }

    private static Posting posting(Bucket bucket, String id, String target, String body) {
        Parcel parcel = new Parcel(
                target,
                body,
                Map.of(),
                Map.of(
                        Parcel.PRINCIPAL,
                        PRINCIPAL,
                        Parcel.SOURCE_ARN,
                        bucket.arn(),
                        Parcel.SUBJECT,
                        "Amazon S3 Notification"));
        return new Posting("s3/" + bucket.name() + "/" + id, false, parcel, RetryRule.EVENTS, null);
    }

    /** What queues and topics get that a document names and the one before did not. */
    List<Posting> tests(Bucket bucket, List<NotificationRule> rules, List<NotificationRule> before, String requestId) {
        List<Posting> postings = new ArrayList<>();
        for (NotificationRule rule : rules) {
            boolean known = before.stream().anyMatch(old -> old.target().equals(rule.target()));
            if (!known && !rule.target().startsWith("arn:aws:lambda:")) {
                String body = EventText.test(bucket, requestId, ports.time().millis());
                postings.add(posting(bucket, rule.id(), rule.target(), body));
            }
        }
        return postings;
    }
}
