package dev.hearth.server;

import dev.hearth.server.EventMetrics.Meters;
import dev.hearth.services.queuemanager.QueueReport;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What Prometheus reads of events, looked up when it asks. The names follow Lambda's own metrics of asynchronous
 * invocation.
 *
 * @param events as they are now
 */
record EventCollector(Supplier<EventStatus> events) implements MultiCollector {

    private static final double[] BOUNDS = Durations.boundsSeconds();
    private static final double MILLIS = 1_000;

    @Override
    public MetricSnapshots collect() {
        EventStatus status = events.get();
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(received(status));
        all.add(ages(status));
        all.add(count(
                status,
                "dropped",
                "Events that ended without success.",
                meters -> meters.dropped().sum()));
        all.add(count(
                status,
                "succeeded",
                "Events whose function ran.",
                meters -> meters.succeeded().sum()));
        all.add(count(
                status,
                "retried",
                "Tries again after an error of the function's.",
                meters -> meters.retries().sum()));
        all.add(count(
                status,
                "duplicated",
                "Runs beyond retries: of events whose earlier run was over or under way when its outcome was lost.",
                meters -> meters.repeated().sum()));
        all.add(count(
                status,
                "refused",
                "Tries again after a throttle or a system error.",
                meters -> meters.refusals().sum()));
        all.add(count(
                status,
                "delivered",
                "Invocation records that destinations took.",
                meters -> meters.delivered().sum()));
        all.add(count(
                status,
                "dead_lettered",
                "Events that dead-letter queues took.",
                meters -> meters.deadLetters().sum()));
        all.add(count(
                status,
                "undelivered",
                "Records and events that their destinations did not take.",
                meters -> meters.undelivered().sum()));
        all.add(depths(status));
        all.add(gauge(
                "hearth_async_oldest_event_age_seconds",
                "Age of the oldest event.",
                status.oldest().toMillis() / MILLIS));
        all.add(gauge("hearth_async_events_running", "Invocations of events that run.", status.running()));
        all.add(gauge(
                "hearth_async_taken_bytes", "Memory of events that pollers have in hand, bytes.", status.takenBytes()));
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot received(EventStatus status) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("hearth_async_events_received").help("Events accepted.");
        status.received().forEach((function, count) -> counter.dataPoint(counted(function, count)));
        return counter.build();
    }

    private static MetricSnapshot ages(EventStatus status) {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name("hearth_async_event_age_seconds")
                .help("Time from the acceptance of an event to the first try of its function.");
        status.functions().forEach((function, meters) -> {
            if (!meters.ages().isEmpty()) {
                histogram.dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(
                                ClassicHistogramBuckets.of(BOUNDS, meters.ages().counts()))
                        .sum(meters.ages().sumSeconds())
                        .labels(Labels.of("function", function))
                        .build());
            }
        });
        return histogram.build();
    }

    private static MetricSnapshot count(EventStatus status, String name, String help, ToLongFunction<Meters> part) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("hearth_async_events_" + name).help(help);
        for (Map.Entry<String, Meters> function : status.functions().entrySet()) {
            long count = part.applyAsLong(function.getValue());
            if (count > 0) {
                counter.dataPoint(counted(function.getKey(), count));
            }
        }
        return counter.build();
    }

    private static MetricSnapshot depths(EventStatus status) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name("hearth_async_queue_depth").help("Events in a queue.");
        for (QueueReport queue : status.queues()) {
            gauge.dataPoint(GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("queue", Integer.toString(queue.queue()), "owner", queue.owner()))
                    .value(queue.depth())
                    .build());
        }
        return gauge.build();
    }

    private static CounterDataPointSnapshot counted(String function, long count) {
        return CounterDataPointSnapshot.builder()
                .value(count)
                .labels(Labels.of("function", function))
                .build();
    }

    private static MetricSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
