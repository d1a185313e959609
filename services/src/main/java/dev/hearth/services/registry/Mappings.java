package dev.hearth.services.registry;

import dev.hearth.core.Ports;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event source mappings of this account and region. Every method throws {@link dev.hearth.core.FaultException} as
 * {@link Registry} does; changes block until they are committed, and are told to the listener before they are answered.
 */
public interface Mappings {

    /** Mappings over what {@code store} keeps; the listener is told of those that are enabled by {@link #begin}. */
    static Mappings create(MappingStore store, Registry registry, Sources sources, Listener listener, Ports ports) {
        return new LocalMappings(store, registry, sources, listener, ports);
    }

    /** Begins to serve what is in the store. */
    void begin();

    EventSourceMapping create(MappingWish wish);

    EventSourceMapping get(String uuid);

    EventSourceMapping update(String uuid, MappingWish wish);

    /** Adds tags, or replaces their values. */
    void tag(String uuid, Map<String, String> tags);

    void untag(String uuid, List<String> keys);

    /** What came of the last batch, in AWS's words. */
    String lastResult(String uuid);

    /** Deletes a mapping and answers what it was. */
    EventSourceMapping delete(String uuid);

    /** Some mappings in the order of their names; null for any source or function. */
    Page list(
            @Nullable String sourceArn, @Nullable String function, @Nullable String marker, @Nullable Integer maxItems);

    /**
     * Some mappings.
     *
     * @param nextMarker where the next page begins, or null when this is the last
     */
    record Page(List<EventSourceMapping> mappings, @Nullable String nextMarker) {}

    /** What there is to read from. */
    interface Sources {

        /**
         * What a queue or stream is like, or a fault that says why it cannot be read.
         *
         * @throws dev.hearth.core.FaultException INVALID_PARAMETER when there is no such source
         */
        Source source(String arn);

        /** What is read from. */
        sealed interface Source {}

        /**
         * A queue.
         *
         * @param fifo whether it keeps the order of groups
         * @param visibilitySeconds how long a message that was read is hidden
         */
        record Queue(boolean fifo, int visibilitySeconds) implements Source {}

        /**
         * A stream of shards.
         *
         * @param timestamps whether reading may begin at a time
         */
        record Stream(boolean timestamps) implements Source {}
    }

    /** Told of what is to be polled. */
    interface Listener {

        /** {@code mapping} is new, or is not what it was. */
        void changed(EventSourceMapping mapping);

        void deleted(String uuid);

        /** As {@link Mappings#lastResult}. */
        default String lastResult(String uuid) {
            return "";
        }
    }
}
