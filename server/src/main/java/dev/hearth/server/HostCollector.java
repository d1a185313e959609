package dev.hearth.server;

import dev.hearth.services.worker.HostReport;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What Prometheus reads of the hosts that run functions, as they reported last: one of them is this, the others are in
 * its cluster. A host that is lost is not among them.
 *
 * @param hosts that are there
 */
record HostCollector(Supplier<List<HostReport>> hosts) implements MultiCollector {

    private static final double BYTES_PER_MIB = 1 << 20;
    private static final double MILLIS = 1_000;

    @Override
    public MetricSnapshots collect() {
        List<HostReport> there = hosts.get();
        return new MetricSnapshots(
                gauge(
                        "hearth_host_environments",
                        "Execution environments of a host.",
                        there,
                        host -> host.environments().size()),
                gauge(
                        "hearth_host_memory_bytes",
                        "Memory that a host has for functions.",
                        there,
                        host -> host.memoryMb() * BYTES_PER_MIB),
                gauge(
                        "hearth_host_memory_free_bytes",
                        "Memory of a host that was measured as free.",
                        there,
                        host -> host.memoryFreeMb() * BYTES_PER_MIB),
                gauge("hearth_host_cpus", "Processors of a host.", there, host -> host.cpuMillis() / MILLIS),
                gauge(
                        "hearth_host_draining",
                        "1 where a host takes no new environments.",
                        there,
                        host -> host.draining() ? 1 : 0));
    }

    private static MetricSnapshot gauge(
            String name, String help, List<HostReport> hosts, ToDoubleFunction<HostReport> value) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        for (HostReport host : hosts) {
            gauge.dataPoint(GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("host", host.hostId()))
                    .value(value.applyAsDouble(host))
                    .build());
        }
        return gauge.build();
    }
}
