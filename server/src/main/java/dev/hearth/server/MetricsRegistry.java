package dev.hearth.server;

import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.worker.EnvironmentReport;
import dev.hearth.services.worker.HostReport;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/**
 * Everything that {@code /metrics} tells: Hearth's own through {@link InvocationCollector}, the JVM's by Micrometer.
 */
final class MetricsRegistry implements AutoCloseable {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    MetricsRegistry(
            InvocationMetrics invocations,
            Supplier<CountingUsage> counting,
            Supplier<List<HostReport>> hosts,
            Supplier<EventStatus> events,
            QueueCollector queues) {
        registry.getPrometheusRegistry()
                .register(new InvocationCollector(invocations, counting, () -> environments(hosts.get())));
        registry.getPrometheusRegistry().register(new EventCollector(events));
        registry.getPrometheusRegistry().register(queues);
        registry.getPrometheusRegistry().register(new HostCollector(hosts));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    private static List<EnvironmentReport> environments(List<HostReport> hosts) {
        return hosts.stream().flatMap(host -> host.environments().stream()).toList();
    }

    /** The page, in {@link #CONTENT_TYPE}. */
    String scrape() {
        return registry.scrape(CONTENT_TYPE);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
