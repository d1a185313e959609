package dev.hearth.server;

import dev.hearth.core.Ports;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import java.util.concurrent.CompletionStage;

/**
 * A frontend whose invocations are spans: the function finds its own as the parent in its trace header. Only there when
 * traces are exported.
 */
final class TracingFrontend implements Frontend {

    private final Frontend frontend;
    private final InvocationSpans spans;
    private final Ports ports;

    TracingFrontend(Frontend frontend, InvocationSpans spans, Ports ports) {
        this.frontend = frontend;
        this.spans = spans;
        this.ports = ports;
    }

    @Override
    public CompletionStage<InvokeOutcome> invoke(InvokeCommand command) {
        TraceContext given = TraceContext.parse(command.traceHeader());
        TraceContext context = given == null ? fresh() : given;
        boolean keep = !Boolean.FALSE.equals(context.sampled());
        String spanId = ports.randomness().hex(16);
        CompletionStage<InvokeOutcome> end = frontend.invoke(command.tracedAs(context.header(spanId, keep)));
        if (keep) {
            end.whenComplete((outcome, _) -> spans.record(context, spanId, command, outcome));
        }
        return end;
    }

    /** As X-Ray wants it, a trace's id begins with its time in seconds. */
    private TraceContext fresh() {
        String seconds =
                Long.toHexString(0x1_0000_0000L | ports.time().instant().getEpochSecond() & 0xFFFF_FFFFL);
        return new TraceContext(seconds.substring(1) + ports.randomness().hex(24), "", null, "");
    }
}
