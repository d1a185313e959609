package dev.hearth.neighbours.sns;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.outbox.Outbox;
import dev.hearth.neighbours.outbox.Posting;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The shell of {@link Sns}: topics and subscriptions are in memory, and in the store before a change is answered. */
final class RoomSns implements Sns {

    private static final Comparator<Subscription> OLDEST_FIRST =
            Comparator.comparingLong(Subscription::createdMillis).thenComparing(Subscription::id);
    private static final int SEQUENCE_SHIFT = 10;

    private final SnsStore store;
    private final Outbox outbox;
    private final Ports ports;
    private final AwsScope scope;
    private final Fanout fanout;
    private final ConcurrentSkipListMap<String, Topic> topics = new ConcurrentSkipListMap<>();
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Map<String, FilterPolicy> filters = new ConcurrentHashMap<>();

    /**
     * Guards changes, and the order of FIFO topics: their numbers are given in the order in which the outbox accepts.
     */
    private final Object changing = new Object();

    private final Map<String, Recent> recent = new HashMap<>();
    private long lastSequence;

    RoomSns(SnsStore store, Outbox outbox, URI endpoint, Ports ports, AwsScope scope) {
        this.store = store;
        this.outbox = outbox;
        this.ports = ports;
        this.scope = scope;
        this.fanout = new Fanout(endpoint, scope);
        store.topics().forEach(topic -> topics.put(topic.name(), topic));
        store.subscriptions().forEach(this::know);
    }

    private void know(Subscription subscription) {
        subscriptions.put(subscription.id(), subscription);
        String policy = subscription.attributes().getOrDefault(Subscription.FILTER, "");
        if (policy.isEmpty()) {
            filters.remove(subscription.id());
        } else {
            filters.put(subscription.id(), FilterPolicy.compile(policy, subscription.filtersBody()));
        }
    }

    @Override
    public Topic createTopic(String name, Map<String, String> attributes, Map<String, String> tags) {
        TopicRules.name(name, attributes);
        attributes.forEach((each, value) -> TopicRules.attribute(name.endsWith(".fifo"), each, value));
        Map<String, String> checked = TopicRules.tags(Map.of(), tags);
        synchronized (changing) {
            Topic existing = topics.get(name);
            if (existing != null) {
                TopicRules.same(existing, attributes, tags);
                return existing;
            }
            return keep(new Topic(name, attributes, checked));
        }
    }

    private Topic keep(Topic topic) {
        store.put(topic);
        topics.put(topic.name(), topic);
        return topic;
    }

    private Subscription keep(Subscription subscription) {
        store.put(subscription);
        know(subscription);
        return subscription;
    }

    @Override
    public void deleteTopic(String arn) {
        synchronized (changing) {
            String name = topicName(arn);
            if (topics.get(name) == null) {
                return;
            }
            store.deleteTopic(name);
            topics.remove(name);
            recent.remove(name);
            of(name).forEach(this::forget);
        }
    }

    private void forget(Subscription subscription) {
        subscriptions.remove(subscription.id());
        filters.remove(subscription.id());
        outbox.drop(arn(subscription));
    }

    private List<Subscription> of(String topic) {
        return subscriptions.values().stream()
                .filter(each -> each.topic().equals(topic))
                .sorted(OLDEST_FIRST)
                .toList();
    }

    @Override
    public Page<Topic> topics(@Nullable String token) {
        return Page.of(List.copyOf(topics.values()), token);
    }

    /** The topic's name in an ARN; refuses what is no topic's ARN. */
    private String topicName(String arn) {
        String[] parts = arn.split(":", -1);
        if (parts.length != 6 || !parts[0].equals("arn") || !parts[2].equals("sns")) {
            throw SnsError.invalid("TopicArn Reason: An ARN must have at least 6 elements, not " + parts.length);
        }
        if (!parts[3].equals(scope.region()) || !parts[4].equals(scope.account())) {
            throw SnsError.noTopic();
        }
        return parts[5];
    }

    @Override
    public Topic topic(String arn) {
        Topic topic = topics.get(topicName(arn));
        if (topic == null) {
            throw SnsError.noTopic();
        }
        return topic;
    }

    @Override
    public String arn(Topic topic) {
        return scope.arn("sns", topic.name());
    }

    @Override
    public Map<String, String> topicAttributes(String arn) {
        Topic topic = topic(arn);
        List<Subscription> all = of(topic.name());
        long confirmed = all.stream().filter(Subscription::isConfirmed).count();
        return TopicRules.all(topic, arn(topic), confirmed, all.size() - confirmed, scope);
    }

    @Override
    public void setTopicAttribute(String arn, String name, String value) {
        synchronized (changing) {
            Topic topic = topic(arn);
            TopicRules.changed(topic, name, value);
            keep(topic.with(name, value));
        }
    }

    @Override
    public void addPermission(String arn, String label, List<String> accounts, List<String> actions) {
        TopicPolicy.check(label, accounts, actions);
        synchronized (changing) {
            Topic topic = topic(arn);
            String policy = TopicRules.policy(topic, arn, scope);
            String added = TopicPolicy.with(policy, arn, label, accounts, actions);
            if (added.length() > SnsLimits.POLICY_CHARS) {
                throw SnsError.invalid("Policy Reason: Policy is too large");
            }
            keep(topic.with("Policy", added));
        }
    }

    @Override
    public void removePermission(String arn, String label) {
        synchronized (changing) {
            Topic topic = topic(arn);
            keep(topic.with("Policy", TopicPolicy.without(TopicRules.policy(topic, arn, scope), label)));
        }
    }

    private Topic tagged(String arn) {
        try {
            return topic(arn);
        } catch (FaultException none) {
            throw SnsError.RESOURCE_NOT_FOUND.because("Resource does not exist");
        }
    }

    @Override
    public void tag(String arn, Map<String, String> tags) {
        synchronized (changing) {
            Topic topic = tagged(arn);
            keep(topic.tagged(TopicRules.tags(topic.tags(), tags)));
        }
    }

    @Override
    public void untag(String arn, List<String> keys) {
        synchronized (changing) {
            Topic topic = tagged(arn);
            Map<String, String> rest = new HashMap<>(topic.tags());
            keys.forEach(rest::remove);
            keep(topic.tagged(rest));
        }
    }

    @Override
    public Subscription subscribe(String topicArn, String protocol, String endpoint, Map<String, String> attributes) {
        synchronized (changing) {
            Topic topic = topic(topicArn);
            SubscriptionRules.endpoint(topic, protocol, endpoint);
            SubscriptionRules.attributes(protocol, attributes);
            List<Subscription> present = of(topic.name());
            for (Subscription each : present) {
                if (each.protocol().equals(protocol) && each.endpoint().equals(endpoint)) {
                    return same(each, attributes);
                }
            }
            if (present.size() >= SnsLimits.SUBSCRIPTIONS) {
                throw SnsError.invalid(
                        "Subscription Reason: the topic has " + present.size() + " subscriptions already");
            }
            return begin(topic, protocol, endpoint, attributes);
        }
    }

    private static Subscription same(Subscription existing, Map<String, String> attributes) {
        attributes.forEach((name, value) -> {
            if (!value.equals(existing.attributes().getOrDefault(name, name.equals(Subscription.RAW) ? "false" : ""))) {
                throw SnsError.invalid("Attributes Reason: Subscription already exists with different attributes");
            }
        });
        return existing;
    }

    private Subscription begin(Topic topic, String protocol, String endpoint, Map<String, String> attributes) {
        boolean confirms = SubscriptionRules.confirms(protocol);
        Instant now = ports.time().instant();
        Subscription subscription = keep(new Subscription(
                ports.randomness().uuid().toString(),
                topic.name(),
                protocol,
                endpoint,
                attributes,
                confirms ? ports.randomness().hex(64) : "",
                now.toEpochMilli()));
        if (confirms && !protocol.startsWith("email")) {
            String messageId = ports.randomness().uuid().toString();
            outbox.post(List.of(fanout.confirmation(topic, subscription, arn(subscription), messageId, now)));
        }
        return subscription;
    }

    @Override
    public Subscription confirm(String topicArn, String token) {
        synchronized (changing) {
            long now = ports.time().millis();
            for (Subscription each : of(topic(topicArn).name())) {
                boolean young = now - each.createdMillis() < SnsLimits.CONFIRMATION.toMillis();
                if (!each.isConfirmed() && each.token().equals(token) && young) {
                    return keep(each.confirmed());
                }
            }
            throw SnsError.invalid("Token");
        }
    }

    @Override
    public void unsubscribe(String arn) {
        synchronized (changing) {
            String id = id(arn);
            Subscription subscription = subscriptions.get(id);
            if (subscription != null) {
                store.deleteSubscription(id);
                forget(subscription);
            }
        }
    }

    /** The id in a subscription's ARN; refuses what is none. */
    private static String id(String arn) {
        String[] parts = arn.split(":", -1);
        if (parts.length != 7 || !parts[2].equals("sns")) {
            throw SnsError.invalid("SubscriptionArn Reason: An ARN must have at least 6 elements, not " + parts.length);
        }
        return parts[6];
    }

    @Override
    public Subscription subscription(String arn) {
        Subscription subscription = subscriptions.get(id(arn));
        if (subscription == null || !arn(subscription).equals(arn)) {
            throw SnsError.noSubscription();
        }
        return subscription;
    }

    @Override
    public String arn(Subscription subscription) {
        return scope.arn("sns", subscription.topic() + ":" + subscription.id());
    }

    @Override
    public Page<Subscription> subscriptions(@Nullable String token) {
        return Page.of(subscriptions.values().stream().sorted(OLDEST_FIRST).toList(), token);
    }

    @Override
    public Page<Subscription> subscriptionsOf(String topicArn, @Nullable String token) {
        return Page.of(of(topic(topicArn).name()), token);
    }

    @Override
    public Map<String, String> subscriptionAttributes(String arn) {
        Subscription subscription = subscription(arn);
        return SubscriptionRules.all(subscription, arn, scope.arn("sns", subscription.topic()), scope);
    }

    @Override
    public void setSubscriptionAttribute(String arn, String name, String value) {
        synchronized (changing) {
            Subscription subscription = subscription(arn);
            Map<String, String> checked = new HashMap<>(subscription.attributes());
            checked.put(name, value);
            SubscriptionRules.attributes(subscription.protocol(), checked);
            keep(subscription.with(name, value));
        }
    }

    @Override
    public CompletionStage<Published> publish(String topicArn, Publication publication) {
        Topic topic = topic(topicArn);
        PublishRules.check(topic, publication);
        return topic.isFifo() ? publishInOrder(topic, publication) : post(topic, publication, null);
    }

    private CompletionStage<Published> post(Topic topic, Publication publication, @Nullable String sequence) {
        Published as = new Published(ports.randomness().uuid().toString(), sequence);
        Instant now = ports.time().instant();
        List<Posting> postings = new ArrayList<>();
        for (Subscription each : of(topic.name())) {
            String message = PublishRules.message(publication, each.protocol());
            FilterPolicy filter = filters.get(each.id());
            if (each.isConfirmed() && (filter == null || filter.takes(message, publication.attributes()))) {
                postings.add(fanout.posting(topic, each, arn(each), publication, as, now));
            }
        }
        return outbox.post(postings).thenApply(_ -> as);
    }

    /** The lock is held until the outbox has its place in the store's queue, so that numbers and order agree. */
    private CompletionStage<Published> publishInOrder(Topic topic, Publication publication) {
        String given = publication.deduplicationId();
        String id = given == null ? Digest.sha256(publication.message()) : given;
        Publication identified = new Publication(
                publication.message(),
                publication.perProtocol(),
                publication.subject(),
                publication.attributes(),
                publication.groupId(),
                id,
                publication.traceHeader());
        synchronized (changing) {
            long now = ports.time().millis();
            Recent seen = recent.computeIfAbsent(topic.name(), _ -> new Recent());
            Published before = seen.find(id, now);
            if (before != null) {
                return CompletableFuture.completedStage(before);
            }
            lastSequence = Math.max(lastSequence + 1, now << SEQUENCE_SHIFT);
            String sequence = "%020d".formatted(lastSequence);
            return post(topic, identified, sequence).thenApply(published -> {
                synchronized (changing) {
                    seen.add(id, published, now);
                }
                return published;
            });
        }
    }
}
