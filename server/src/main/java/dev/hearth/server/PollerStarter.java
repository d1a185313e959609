package dev.hearth.server;

import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.leasing.Leasing;
import dev.hearth.services.pollerfleet.Destinations;
import dev.hearth.services.pollerfleet.EventSource;
import dev.hearth.services.pollerfleet.ItemFilter;
import dev.hearth.services.pollerfleet.SourcePlan;
import dev.hearth.services.pollerfleet.SourcePoller;
import dev.hearth.services.registry.EventSourceMapping;
import dev.hearth.services.registry.StreamSettings;
import java.time.Duration;

/** What all pollers of event source mappings are made with. */
record PollerStarter(Leasing leasing, Frontend frontend, Destinations destinations, Ports ports) {

    /** Kafka's batches without a window of their own (developer guide, "Batching behavior"). */
    private static final Duration KAFKA_WINDOW = Duration.ofMillis(500);

    /** Tries of a batch of Kafka's with endless retries whose end somebody wants to be told. */
    private static final int TOLD_RETRIES = 10;

    /** The poller {@code number} of a mapping. */
    SourcePoller start(EventSourceMapping mapping, int number, EventSource source) {
        SourcePlan plan =
                mapping.kind() == EventSourceMapping.Kind.KAFKA ? kafka(mapping, number) : queue(mapping, number);
        return SourcePoller.start(
                source, plan, ItemFilter.of(mapping.filters()), leasing, frontend, destinations, ports);
    }

    private static String resource(EventSourceMapping mapping, int number) {
        return "mapping/" + mapping.uuid() + "/" + number;
    }

    private static SourcePlan queue(EventSourceMapping mapping, int number) {
        return new SourcePlan(
                resource(mapping, number),
                mapping.functionArn(),
                mapping.batchSize(),
                Duration.ofSeconds(mapping.windowSeconds()),
                SourcePlan.OnError.GIVE_BACK,
                mapping.partialResponses(),
                StreamSettings.ENDLESS,
                Duration.ZERO,
                false,
                Duration.ZERO,
                "");
    }

    private static SourcePlan kafka(EventSourceMapping mapping, int number) {
        StreamSettings settings = mapping.stream();
        boolean told = !settings.onFailure().isEmpty();
        int retries = settings.maximumRetries();
        return new SourcePlan(
                resource(mapping, number),
                mapping.functionArn(),
                mapping.batchSize(),
                mapping.windowSeconds() == 0 ? KAFKA_WINDOW : Duration.ofSeconds(mapping.windowSeconds()),
                SourcePlan.OnError.RETRY,
                mapping.partialResponses(),
                told && retries == StreamSettings.ENDLESS ? TOLD_RETRIES : retries,
                Duration.ofSeconds(Math.max(0, settings.maximumAgeSeconds())),
                settings.bisect(),
                Duration.ZERO,
                settings.onFailure());
    }
}
