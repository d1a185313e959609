package dev.hearth.services.pollerfleet;

import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.leasing.Leasing;
import java.util.concurrent.CompletionStage;

/** The leased loop over one event source: read, batch, filter, invoke, checkpoint, retry, destination. */
public interface SourcePoller extends AutoCloseable {

    /** Reads no more than this with one batch, bytes: the payload of a synchronous invocation. */
    int BATCH_BYTES = 6 * 1024 * 1024;

    /** Starts to poll as soon as the lease is free. */
    static SourcePoller start(
            EventSource source,
            SourcePlan plan,
            ItemFilter filter,
            Leasing leasing,
            Frontend frontend,
            Destinations destinations,
            Ports ports) {
        LeasedSourcePoller poller =
                new LeasedSourcePoller(source, plan, filter, leasing, frontend, destinations, ports);
        poller.begin();
        return poller;
    }

    /** What came of the last batch, in AWS's words. */
    String lastResult();

    /** Completes when it has ended: it was closed, or its source is over. */
    CompletionStage<Void> ended();

    /** Finishes the invocation that runs, then releases the lease. Does not wait for it. */
    @Override
    void close();
}
