package dev.hearth.server;

import dev.hearth.neighbours.sqs.QueueReport;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What Prometheus reads of SQS's queues, looked up when it asks. The names follow SQS's own metrics.
 *
 * @param queues as they are now
 * @param nowMillis the clock, milliseconds since the epoch
 */
record QueueCollector(Supplier<List<QueueReport>> queues, LongSupplier nowMillis) implements MultiCollector {

    /** Queues that are told apart; the others are counted together. */
    static final int MAX_QUEUES = 100;

    /** What no queue can be called. */
    private static final String OTHERS = "(other)";

    private static final double MILLIS = 1_000;

    @Override
    public MetricSnapshots collect() {
        List<QueueReport> reports = queues.get();
        return new MetricSnapshots(
                messages(reports),
                ages(reports),
                count(reports, "messages_sent", "Messages sent.", QueueReport::sent),
                count(reports, "messages_received", "Messages received, each time.", QueueReport::received),
                count(reports, "messages_deleted", "Messages deleted by their receivers.", QueueReport::deleted),
                count(reports, "empty_receives", "Receives that got nothing.", QueueReport::emptyReceives));
    }

    private static MetricSnapshot messages(List<QueueReport> reports) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name("hearth_sqs_messages").help("Messages in a queue, by state.");
        for (QueueReport each : reports) {
            gauge.dataPoint(inState(each, "visible", each.counts().visible()));
            gauge.dataPoint(inState(each, "in_flight", each.counts().inFlight()));
            gauge.dataPoint(inState(each, "delayed", each.counts().delayed()));
        }
        return gauge.build();
    }

    private static GaugeDataPointSnapshot inState(QueueReport queue, String state, long messages) {
        return GaugeDataPointSnapshot.builder()
                .labels(Labels.of("queue", name(queue), "state", state))
                .value(messages)
                .build();
    }

    private MetricSnapshot ages(List<QueueReport> reports) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name("hearth_sqs_oldest_message_age_seconds")
                .help("Age of the oldest message of a queue.");
        for (QueueReport each : reports) {
            if (!each.name().isEmpty()) {
                long age = each.oldestMillis() == 0 ? 0 : Math.max(0, nowMillis.getAsLong() - each.oldestMillis());
                gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("queue", each.name()))
                        .value(age / MILLIS)
                        .build());
            }
        }
        return gauge.build();
    }

    private static MetricSnapshot count(
            List<QueueReport> reports, String name, String help, ToLongFunction<QueueReport> part) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("hearth_sqs_" + name).help(help);
        for (QueueReport each : reports) {
            counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(Labels.of("queue", name(each)))
                    .value(part.applyAsLong(each))
                    .build());
        }
        return counter.build();
    }

    private static String name(QueueReport queue) {
        return queue.name().isEmpty() ? OTHERS : queue.name();
    }
}
