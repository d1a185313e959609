package dev.hearth.server;

import dev.hearth.core.Randomness;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ids of spans: random, but for a span whose ids were given away before it was made. */
final class PresetIds implements IdGenerator {

    /** Ids that are already known. */
    private record Preset(String traceId, String spanId) {}

    private final ThreadLocal<@Nullable Preset> preset = new ThreadLocal<>();
    private final Randomness randomness;

    PresetIds(Randomness randomness) {
        this.randomness = randomness;
    }

    /** What {@code work} makes has these ids. */
    <T> T with(String traceId, String spanId, Supplier<T> work) {
        preset.set(new Preset(traceId, spanId));
        try {
            return work.get();
        } finally {
            preset.remove();
        }
    }

    @Override
    public String generateTraceId() {
        Preset known = preset.get();
        return known == null ? randomness.hex(32) : known.traceId();
    }

    @Override
    public String generateSpanId() {
        Preset known = preset.get();
        return known == null ? randomness.hex(16) : known.spanId();
    }
}
