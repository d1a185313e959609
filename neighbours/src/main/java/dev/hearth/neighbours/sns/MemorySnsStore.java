package dev.hearth.neighbours.sns;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@link SnsStore} in memory, for tests. */
final class MemorySnsStore implements SnsStore {

    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();

    @Override
    public List<Topic> topics() {
        return List.copyOf(topics.values());
    }

    @Override
    public List<Subscription> subscriptions() {
        return List.copyOf(subscriptions.values());
    }

    @Override
    public void put(Topic topic) {
        topics.put(topic.name(), topic);
    }

    @Override
    public void put(Subscription subscription) {
        subscriptions.put(subscription.id(), subscription);
    }

    @Override
    public void deleteTopic(String name) {
        topics.remove(name);
        subscriptions.values().removeIf(each -> each.topic().equals(name));
    }

    @Override
    public void deleteSubscription(String id) {
        subscriptions.remove(id);
    }
}
