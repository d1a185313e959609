package dev.hearth.neighbours.sns;

import java.util.List;

/** What SNS keeps on disk. Every change is durable when it returns. */
public interface SnsStore {

    /** A store that forgets everything when the process ends. */
    static SnsStore inMemory() {
        return new MemorySnsStore();
    }

    List<Topic> topics();

    List<Subscription> subscriptions();

    void put(Topic topic);

    void put(Subscription subscription);

    /** Forgets a topic and its subscriptions. */
    void deleteTopic(String name);

    void deleteSubscription(String id);
}
