package dev.hearth.neighbours.apigateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What API Gateway keeps on disk. Changes are durable when their methods return; they may block. */
public interface ApiStore {

    /** A store that forgets everything when the process ends. */
    static ApiStore inMemory() {
        return new MemoryApiStore();
    }

    /**
     * What is kept of one resource.
     *
     * @param owner the API it is of; empty for what is the account's
     * @param kind what it is
     * @param id unique among its owner's of its kind
     * @param document JSON; {@code null} in a change that takes it away
     */
    record Item(
            String owner, String kind, String id, @Nullable String document) {}

    /** All of an owner but the kind {@link #SNAPSHOT}, in no order. */
    List<Item> load(String owner);

    /** The document of one resource. */
    @Nullable
    String find(String owner, String kind, String id);

    /** Applies changes in one unit of work; those of {@code dropped} owners go away whole, before. */
    void write(List<Item> changes, List<String> dropped);

    /** The kind of what only {@link #find} finds: whole configurations, of deployments. */
    String SNAPSHOT = "snapshot";
}
