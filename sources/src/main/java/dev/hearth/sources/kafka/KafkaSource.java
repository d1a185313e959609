package dev.hearth.sources.kafka;

import dev.hearth.core.Ports;
import dev.hearth.core.Tasks;
import dev.hearth.services.pollerfleet.EventSource;
import dev.hearth.services.registry.EventSourceMapping;

/** A consumer of a topic as an event source. It joins its group when its poller has the lease. */
public interface KafkaSource extends EventSource, AutoCloseable {

    /**
     * One consumer of the mapping's group.
     *
     * @param number of the mapping's pollers, from 0: it names the member, so that a new process takes its place at
     *     once
     * @param tasks that may block for long
     */
    static KafkaSource open(EventSourceMapping mapping, int number, Tasks tasks, Ports ports) {
        return new ConsumerSource(mapping, number, tasks, ports);
    }

    /** Whether it waits for records now. */
    boolean isIdle();

    /** Partitions of the topic, so far as it is known; 0 before that. */
    int partitions();

    /** Ends, and keeps its place in the group for the same poller of the next process. Does not wait for it. */
    void shutDown();

    /** Leaves the group. Does not wait for it. */
    @Override
    void close();
}
