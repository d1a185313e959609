package dev.hearth.services.frontend;

import dev.hearth.core.Time;
import dev.hearth.services.registry.FunctionVersion;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listener of one invocation's end, after its caller: it registers first, and the last to come goes first.
 */
final class Observed implements BiConsumer<@Nullable InvokeOutcome, @Nullable Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(Observed.class);

    private final InvokeCommand command;
    private final InvocationListener listener;
    private final Time time;
    private @Nullable FunctionVersion version;

    Observed(InvokeCommand command, InvocationListener listener, Time time) {
        this.command = command;
        this.listener = listener;
        this.time = time;
        command.times().entered(time.nanos());
    }

    void resolved(FunctionVersion found) {
        version = found;
    }

    @Override
    public void accept(@Nullable InvokeOutcome outcome, @Nullable Throwable never) {
        if (outcome != null) {
            try {
                listener.ended(command, version, outcome, time.nanos());
            } catch (RuntimeException bug) {
                LOG.error("invocation {} could not be observed", command.requestId(), bug);
            }
        }
    }
}
