package dev.hearth.server;

import dev.hearth.core.InvocationTimes;
import dev.hearth.core.InvocationTimes.Phase;
import dev.hearth.core.Ports;
import dev.hearth.core.Time;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes each invocation's spans when it is over, and exports them by OTLP over HTTP. */
final class InvocationSpans implements AutoCloseable {

    private static final String TRACES = "/v1/traces";
    /** Spans that wait for the exporter; what comes when it is full is dropped. */
    private static final int QUEUED_SPANS = 8_192;

    private static final Duration EXPORT_EVERY = Duration.ofSeconds(1);
    private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(5);
    private static final Phase[] PHASES = Phase.values();

    private final PresetIds ids;
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Time time;

    /** Exports to the OTLP receiver whose base URL is {@code endpoint}. */
    InvocationSpans(String endpoint, Ports ports) {
        String base = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        this.time = ports.time();
        this.ids = new PresetIds(ports.randomness());
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(base.endsWith(TRACES) ? base : base + TRACES)
                .setTimeout(EXPORT_TIMEOUT)
                .build();
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.builder()
                                .put("service.name", "hearth")
                                .build())))
                .setIdGenerator(ids)
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(QUEUED_SPANS)
                        .setScheduleDelay(EXPORT_EVERY)
                        .build())
                .build();
        this.tracer = provider.get("dev.hearth");
    }

    /** Called when {@code command} is over; {@code spanId} is what its function was told. */
    void record(TraceContext context, String spanId, InvokeCommand command, @Nullable InvokeOutcome outcome) {
        InvocationTimes times = command.times();
        long endNanos = time.nanos();
        long epoch = TimeUnit.MILLISECONDS.toNanos(time.millis()) - endNanos;
        SpanBuilder builder = tracer.spanBuilder("invoke " + command.function())
                .setSpanKind(SpanKind.SERVER)
                .setParent(caller(context))
                .setStartTimestamp(epoch + times.beginNanos(), TimeUnit.NANOSECONDS)
                .setAttribute("faas.invocation_id", command.requestId())
                .setAttribute("faas.name", command.function())
                .setAttribute("faas.coldstart", times.cold());
        Span span = ids.with(context.traceId(), spanId, builder::startSpan);
        describe(span, outcome);
        Context inside = Context.root().with(span);
        for (Phase phase : PHASES) {
            long nanos = times.nanos(phase, endNanos);
            if (nanos > 0) {
                long begin = epoch + times.beginNanos(phase, endNanos);
                tracer.spanBuilder(phase.label())
                        .setParent(inside)
                        .setStartTimestamp(begin, TimeUnit.NANOSECONDS)
                        .startSpan()
                        .end(begin + nanos, TimeUnit.NANOSECONDS);
            }
        }
        span.end(epoch + endNanos, TimeUnit.NANOSECONDS);
    }

    private static Context caller(TraceContext context) {
        return context.parentId().isEmpty()
                ? Context.root()
                : Context.root()
                        .with(Span.wrap(SpanContext.createFromRemoteParent(
                                context.traceId(),
                                context.parentId(),
                                TraceFlags.getSampled(),
                                TraceState.getDefault())));
    }

    private static void describe(Span span, @Nullable InvokeOutcome outcome) {
        switch (outcome) {
            case InvokeOutcome.Answered a -> {
                span.setAttribute("faas.version", a.executedVersion());
                if (!a.functionError().isEmpty()) {
                    span.setAttribute("error.type", a.functionError()).setStatus(StatusCode.ERROR);
                }
            }
            case InvokeOutcome.Accepted _ -> span.setAttribute("hearth.event", true);
            case InvokeOutcome.WouldRun _ -> span.setAttribute("hearth.dry_run", true);
            case InvokeOutcome.Refused r ->
                span.setAttribute("error.type", r.fault().kind().name())
                        .setStatus(StatusCode.ERROR, r.fault().message());
            case null -> span.setStatus(StatusCode.ERROR);
        }
    }

    /** Sends what is left, for a bounded time. */
    @Override
    public void close() {
        provider.shutdown().join(EXPORT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
