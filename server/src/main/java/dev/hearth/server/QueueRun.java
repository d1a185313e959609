package dev.hearth.server;

import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.sqs.Sqs;
import dev.hearth.services.pollerfleet.SourcePoller;
import dev.hearth.services.registry.EventSourceMapping;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The pollers of a queue, as many as it deserves. Called under the lock of {@link MappingPollers}. */
final class QueueRun implements MappingRun {

    private final EventSourceMapping mapping;
    private final Sqs sqs;
    private final AwsScope scope;
    private final PollerStarter starter;
    private final PollerCount count;

    /** The newest last. */
    private final Deque<One> pollers = new ArrayDeque<>();

    /** One poller and what it reads from. */
    private record One(SqsSource source, SourcePoller poller) {
        void stop() {
            poller.close();
            source.close();
        }
    }

    QueueRun(EventSourceMapping mapping, Sqs sqs, AwsScope scope, PollerStarter starter) {
        this.mapping = mapping;
        this.sqs = sqs;
        this.scope = scope;
        this.starter = starter;
        this.count = PollerCount.ofQueue(mapping);
        grow(count.first());
    }

    private void grow(int wanted) {
        while (pollers.size() < wanted) {
            SqsSource source = new SqsSource(
                    sqs, mapping.sourceArn(), scope, starter.ports().timers());
            pollers.addLast(new One(source, starter.start(mapping, pollers.size(), source)));
        }
    }

    @Override
    public void look() {
        int idle = (int) pollers.stream().filter(one -> one.source().isIdle()).count();
        int wanted = count.wanted(pollers.size(), idle);
        while (pollers.size() > wanted) {
            pollers.removeLast().stop();
        }
        grow(wanted);
    }

    @Override
    public String lastResult() {
        return "";
    }

    @Override
    public void stop() {
        pollers.forEach(One::stop);
    }

    /** A message that is in flight is nobody else's, so nobody needs to wait. */
    @Override
    public CompletionStage<Void> ended() {
        return CompletableFuture.completedStage(null);
    }
}
