package dev.hearth.server;

import dev.hearth.core.Tasks;
import dev.hearth.services.pollerfleet.SourcePoller;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.sources.kafka.KafkaSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The consumers of a topic: one to begin with, and no more than it has partitions. */
final class KafkaRun implements MappingRun {

    private static final String OK = "OK";

    private final EventSourceMapping mapping;
    private final Tasks blocking;
    private final PollerStarter starter;
    private final PollerCount count;
    private final Deque<One> pollers = new ArrayDeque<>();

    /** One poller and its consumer. */
    private record One(KafkaSource source, SourcePoller poller) {
        void stop() {
            poller.close();
            source.close();
        }
    }

    /** @param blocking for tasks that block for long */
    KafkaRun(EventSourceMapping mapping, Tasks blocking, PollerStarter starter) {
        this.mapping = mapping;
        this.blocking = blocking;
        this.starter = starter;
        this.count = PollerCount.ofTopic(mapping);
        grow(1);
    }

    private void grow(int wanted) {
        while (pollers.size() < wanted) {
            KafkaSource source = KafkaSource.open(mapping, pollers.size(), blocking, starter.ports());
            pollers.addLast(new One(source, starter.start(mapping, pollers.size(), source)));
        }
    }

    @Override
    public void look() {
        int partitions = pollers.getFirst().source().partitions();
        int idle = (int) pollers.stream().filter(one -> one.source().isIdle()).count();
        int wanted = Math.clamp(count.wanted(pollers.size(), idle), 1, Math.max(1, partitions));
        while (pollers.size() > wanted) {
            pollers.removeLast().stop();
        }
        grow(wanted);
    }

    @Override
    public String lastResult() {
        String result = "";
        for (One one : pollers) {
            String each = one.source().problem().isEmpty()
                    ? one.poller().lastResult()
                    : one.source().problem();
            if (result.isEmpty() || result.equals(OK) && !each.isEmpty()) {
                result = each;
            }
        }
        return result;
    }

    @Override
    public void stop() {
        pollers.forEach(One::stop);
    }

    @Override
    public void shutDown() {
        pollers.forEach(one -> {
            one.poller().close();
            one.source().shutDown();
        });
    }

    /** The group knows who has which partition, so nobody needs to wait. */
    @Override
    public CompletionStage<Void> ended() {
        return CompletableFuture.completedStage(null);
    }
}
