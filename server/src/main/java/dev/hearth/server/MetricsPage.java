package dev.hearth.server;

import dev.hearth.aws.PlainRoute;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics} for Prometheus, read by callers on this machine. The metrics library is loaded by the first
 * reader.
 */
final class MetricsPage implements PlainRoute, AutoCloseable {

    static final String PATH = "/metrics";

    private final Supplier<MetricsRegistry> maker;
    private @Nullable MetricsRegistry registry;

    MetricsPage(Supplier<MetricsRegistry> maker) {
        this.maker = maker;
    }

    @Override
    public String prefix() {
        return PATH;
    }

    @Override
    public boolean localOnly() {
        return true;
    }

    @Override
    public Answer get(String path, String query) {
        return path.equals(PATH)
                ? new Answer(
                        200, MetricsRegistry.CONTENT_TYPE, registry().scrape().getBytes(StandardCharsets.UTF_8))
                : new Answer(404, "text/plain", "No such page\n".getBytes(StandardCharsets.UTF_8));
    }

    private synchronized MetricsRegistry registry() {
        MetricsRegistry made = registry;
        if (made == null) {
            made = maker.get();
            registry = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
