package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.core.InvocationTimes.Phase;
import dev.hearth.server.FunctionMeters.End;
import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.worker.EnvironmentReport;
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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What Prometheus reads of the invocations and of what serves them, looked up when it asks.
 *
 * @param invocations counted as they end
 * @param counting concurrency and throttles
 * @param environments that exist now
 */
record InvocationCollector(
        InvocationMetrics invocations, Supplier<CountingUsage> counting, Supplier<List<EnvironmentReport>> environments)
        implements MultiCollector {

    private static final double[] BOUNDS = Durations.boundsSeconds();
    private static final List<String> STATES = List.of("starting", "idle", "busy", "ending");

    @Override
    public MetricSnapshots collect() {
        List<FunctionMeters> versions = new ArrayList<>(invocations.versions());
        versions.add(invocations.others());
        CountingUsage usage = counting.get();
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(phases(versions));
        all.add(whole(versions));
        all.add(ends(versions));
        all.add(errors(versions));
        all.add(throttles(usage));
        all.add(states());
        all.add(gauge("hearth_concurrency_in_use", "Concurrency in use, of the whole account.", usage.inUse()));
        all.add(gauge("hearth_concurrency_limit", "The account's concurrency.", usage.concurrentExecutions()));
        all.add(gauge(
                "hearth_concurrency_unreserved_limit",
                "The part of the account's concurrency that no function has reserved.",
                usage.unreservedConcurrentExecutions()));
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot phases(List<FunctionMeters> versions) {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name("hearth_invocation_phase_seconds")
                .help("Time that invocations spent in each phase.");
        for (FunctionMeters version : versions) {
            for (Phase phase : Phase.values()) {
                Durations durations = version.phases()[phase.ordinal()];
                if (!durations.isEmpty()) {
                    histogram.dataPoint(point(durations, labels(version).merge(Labels.of("phase", phase.label()))));
                }
            }
        }
        return histogram.build();
    }

    private static MetricSnapshot whole(List<FunctionMeters> versions) {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name("hearth_invocation_seconds")
                .help("Time from the arrival of an invocation to its answer.");
        versions.stream()
                .filter(version -> !version.whole().isEmpty())
                .forEach(version -> histogram.dataPoint(point(version.whole(), labels(version))));
        return histogram.build();
    }

    private static HistogramDataPointSnapshot point(Durations durations, Labels labels) {
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, durations.counts()))
                .sum(durations.sumSeconds())
                .labels(labels)
                .build();
    }

    private static MetricSnapshot ends(List<FunctionMeters> versions) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("hearth_invocations").help("Invocations by how they started and ended.");
        for (FunctionMeters version : versions) {
            for (End end : End.values()) {
                for (boolean cold : new boolean[] {false, true}) {
                    long count = version.count(end, cold);
                    if (count > 0) {
                        Labels how = Labels.of("start", cold ? "cold" : "warm", "outcome", end.label());
                        counter.dataPoint(counted(count, labels(version).merge(how)));
                    }
                }
            }
        }
        return counter.build();
    }

    /** By kind of fault; an error of the function's own is one kind of them. */
    private static long functionErrors(List<FunctionMeters> versions) {
        return versions.stream()
                .mapToLong(
                        version -> version.count(End.FUNCTION_ERROR, false) + version.count(End.FUNCTION_ERROR, true))
                .sum();
    }

    private MetricSnapshot errors(List<FunctionMeters> versions) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name("hearth_invocation_errors")
                .help("Invocations that failed, by kind and by who has to act.");
        counter.dataPoint(counted(functionErrors(versions), Labels.of("kind", "function_error", "owner", "function")));
        for (Fault.Kind kind : Fault.Kind.values()) {
            long count = invocations.faults(kind);
            if (count > 0) {
                counter.dataPoint(counted(
                        count,
                        Labels.of(
                                "kind",
                                lower(kind.name()),
                                "owner",
                                lower(kind.owner().name()))));
            }
        }
        return counter.build();
    }

    private static MetricSnapshot throttles(CountingUsage usage) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("hearth_throttles").help("Invocations refused, by Lambda's reason.");
        usage.throttles()
                .forEach((reason, count) -> counter.dataPoint(counted(count, Labels.of("reason", reason.awsName()))));
        return counter.build();
    }

    private MetricSnapshot states() {
        Map<String, Long> counts = new TreeMap<>(environments.get().stream()
                .collect(Collectors.groupingBy(EnvironmentReport::state, Collectors.counting())));
        STATES.forEach(state -> counts.putIfAbsent(state, 0L));
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name("hearth_environments").help("Execution environments by state.");
        counts.forEach((state, count) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of("state", state))
                .value(count)
                .build()));
        return gauge.build();
    }

    private static MetricSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static CounterDataPointSnapshot counted(long count, Labels labels) {
        return CounterDataPointSnapshot.builder().value(count).labels(labels).build();
    }

    private static Labels labels(FunctionMeters version) {
        return Labels.of("function", version.function(), "version", version.version());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
