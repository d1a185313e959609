package dev.hearth.neighbours.sqs;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The shell of {@link Queues}: every queue is in memory, and in the store before a change is answered. */
final class RoomQueues implements Queues {

    private static final long MILLIS = 1_000;
    private static final String SID_CHARS = "[a-zA-Z0-9_-]{1,80}";

    private final SqsStore store;
    private final Ports ports;
    private final AwsScope scope;
    private final ConcurrentSkipListMap<String, Queue> byName = new ConcurrentSkipListMap<>();
    private final Object changing = new Object();

    private final Consumer<Queue> deleted;

    /** @param deleted is told of a queue that is gone */
    RoomQueues(SqsStore store, Ports ports, AwsScope scope, Consumer<Queue> deleted) {
        this.deleted = deleted;
        this.store = store;
        this.ports = ports;
        this.scope = scope;
        store.queues().forEach(queue -> byName.put(queue.name(), queue));
    }

    @Override
    public Queue create(String name, Map<String, String> attributes, Map<String, String> tags) {
        QueueRules.name(name, attributes);
        QueueAttributes.check(name, attributes, scope);
        Map<String, String> checkedTags = QueueRules.tags(Map.of(), tags);
        synchronized (changing) {
            Queue existing = byName.get(name);
            if (existing != null) {
                QueueRules.same(existing, attributes);
                return existing;
            }
            long now = ports.time().millis();
            Queue queue = new Queue(ports.randomness().nextLong() >>> 1, name, Map.of(), checkedTags, now, now, 0)
                    .with(attributes, now);
            allowed(queue, attributes);
            return keep(queue);
        }
    }

    private Queue keep(Queue queue) {
        store.put(queue);
        byName.put(queue.name(), queue);
        return queue;
    }

    /** The queue as it is now; refuses one that is gone. */
    Queue current(Queue queue) {
        Queue found = byName.get(queue.name());
        if (found == null || found.id() != queue.id()) {
            throw SqsError.noQueue();
        }
        return found;
    }

    /** All queues as they are now. */
    Collection<Queue> all() {
        return byName.values();
    }

    @Override
    public Queue named(String name) {
        Queue found = byName.get(name);
        if (found == null) {
            throw SqsError.noQueue();
        }
        return found;
    }

    @Override
    public Queue ofArn(String arn) {
        Queue found = find(arn);
        if (found == null) {
            throw SqsError.noQueue();
        }
        return found;
    }

    @Nullable
    Queue find(String arn) {
        String head = scope.arn("sqs", "");
        return arn.startsWith(head) ? byName.get(arn.substring(head.length())) : null;
    }

    @Override
    public String arn(Queue queue) {
        return scope.arn("sqs", queue.name());
    }

    @Override
    public QueuePage list(@Nullable String prefix, @Nullable Integer limit, @Nullable String token) {
        String wanted = prefix == null ? "" : prefix;
        return page(queue -> queue.name().startsWith(wanted), limit, token);
    }

    @Override
    public QueuePage sources(Queue queue, @Nullable Integer limit, @Nullable String token) {
        String arn = arn(current(queue));
        return page(each -> feeds(each, arn), limit, token);
    }

    private boolean feeds(Queue queue, String arn) {
        String redrive = queue.attributes().get("RedrivePolicy");
        return redrive != null && Redrive.parse(redrive, scope).targetArn().equals(arn);
    }

    /** Whether {@code arn} is some queue's dead-letter queue. */
    boolean isDeadLetterQueue(String arn) {
        return byName.values().stream().anyMatch(queue -> feeds(queue, arn));
    }

    private QueuePage page(Predicate<Queue> wanted, @Nullable Integer limit, @Nullable String token) {
        int most = QueueRules.limit(limit);
        List<Queue> found = byName.tailMap(after(token), false).values().stream()
                .filter(wanted)
                .limit(most + 1L)
                .toList();
        if (found.size() <= most) {
            return new QueuePage(found, null);
        }
        List<Queue> page = found.subList(0, most);
        byte[] last = page.getLast().name().getBytes(StandardCharsets.UTF_8);
        return new QueuePage(page, limit == null ? null : Base64.getUrlEncoder().encodeToString(last));
    }

    private static String after(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            return "";
        }
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw SqsError.INVALID_PARAMETER_VALUE.because(
                    "Invalid or expired next token. Retrieve a new one by a request without it.");
        }
    }

    @Override
    public void delete(Queue queue) {
        synchronized (changing) {
            Queue found = current(queue);
            store.delete(found.id());
            byName.remove(found.name());
            deleted.accept(found);
        }
    }

    @Override
    public void setAttributes(Queue queue, Map<String, String> attributes) {
        QueueAttributes.check(queue.name(), attributes, scope);
        if (attributes.containsKey("FifoQueue")) {
            throw SqsError.INVALID_ATTRIBUTE_NAME.because("Unknown Attribute FifoQueue.");
        }
        synchronized (changing) {
            Queue found = current(queue);
            allowed(found, attributes);
            keep(found.with(attributes, ports.time().millis()));
        }
    }

    /** A dead-letter queue must exist, be of the same type, and take messages from {@code source}. */
    private void allowed(Queue source, Map<String, String> attributes) {
        String value = attributes.getOrDefault("RedrivePolicy", "");
        if (value.isEmpty()) {
            return;
        }
        String targetArn = Redrive.parse(value, scope).targetArn();
        Queue target = find(targetArn);
        if (target == null) {
            throw SqsError.INVALID_PARAMETER_VALUE.because("Value " + value
                    + " for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.");
        }
        if (target.isFifo() != source.isFifo()) {
            throw SqsError.INVALID_PARAMETER_VALUE.because("Value " + value + " for parameter RedrivePolicy is invalid."
                    + " Reason: Dead-letter queue must be same type of queue as the source.");
        }
        String allow = target.attributes().get("RedriveAllowPolicy");
        if (allow != null && !AllowPolicy.parse(allow).allows(arn(source))) {
            throw SqsError.INVALID_PARAMETER_VALUE.because("Value " + value + " for parameter RedrivePolicy is invalid."
                    + " Reason: Queue does not have permission to use " + targetArn + " as a dead-letter queue.");
        }
    }

    @Override
    public Map<String, String> attributes(Queue queue, List<String> names) {
        QueueRules.known(names);
        Queue found = current(queue);
        Map<String, String> all = new TreeMap<>(QueueAttributes.effective(found));
        all.put("QueueArn", arn(found));
        all.put("CreatedTimestamp", Long.toString(found.createdMillis() / MILLIS));
        all.put("LastModifiedTimestamp", Long.toString(found.modifiedMillis() / MILLIS));
        if (!names.contains("All")) {
            all.keySet().retainAll(names);
        }
        return all;
    }

    @Override
    public void tag(Queue queue, Map<String, String> tags) {
        synchronized (changing) {
            Queue found = current(queue);
            keep(found.withTags(QueueRules.tags(found.tags(), tags)));
        }
    }

    @Override
    public void untag(Queue queue, List<String> keys) {
        synchronized (changing) {
            Queue found = current(queue);
            Map<String, String> left = new TreeMap<>(found.tags());
            keys.forEach(left::remove);
            keep(found.withTags(left));
        }
    }

    @Override
    public void addPermission(Queue queue, String label, List<String> accounts, List<String> actions) {
        if (!label.matches(SID_CHARS)) {
            throw SqsError.INVALID_PARAMETER_VALUE.because("Value for parameter Label is invalid. Reason: Can only"
                    + " include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.");
        }
        if (accounts.isEmpty() || actions.isEmpty()) {
            throw SqsError.MISSING_PARAMETER.because(
                    "The request must contain the parameter " + (accounts.isEmpty() ? "AWSAccountIds." : "Actions."));
        }
        if (accounts.size() > SqsLimits.PERMISSION_ACCOUNTS || actions.size() > SqsLimits.PERMISSION_ACTIONS) {
            throw SqsError.OVER_LIMIT.because(accounts.size() + " accounts and " + actions.size()
                    + " actions were found, maximum allowed are " + SqsLimits.PERMISSION_ACCOUNTS + " and "
                    + SqsLimits.PERMISSION_ACTIONS + ".");
        }
        synchronized (changing) {
            Queue found = current(queue);
            String policy = found.attributes().get("Policy");
            if (PolicyText.has(policy, label)) {
                throw SqsError.INVALID_PARAMETER_VALUE.because(
                        "Value " + label + " for parameter Label is invalid. Reason: Already exists.");
            }
            if (PolicyText.size(policy) >= SqsLimits.PERMISSIONS) {
                throw SqsError.OVER_LIMIT.because("A policy has at most " + SqsLimits.PERMISSIONS + " statements.");
            }
            String changed = PolicyText.with(policy, arn(found), label, accounts, actions);
            keep(found.with(Map.of("Policy", changed), ports.time().millis()));
        }
    }

    @Override
    public void removePermission(Queue queue, String label) {
        synchronized (changing) {
            Queue found = current(queue);
            String policy = found.attributes().get("Policy");
            if (!PolicyText.has(policy, label)) {
                throw SqsError.INVALID_PARAMETER_VALUE.because(
                        "Value " + label + " for parameter Label is invalid. Reason: can't find label.");
            }
            String changed = PolicyText.without(policy, arn(found), label);
            keep(found.with(Map.of("Policy", changed), ports.time().millis()));
        }
    }

    /** Everything of the queue that was sent before is as good as deleted. */
    Queue purged(Queue queue, long sequence) {
        synchronized (changing) {
            return keep(current(queue).purged(sequence));
        }
    }
}
