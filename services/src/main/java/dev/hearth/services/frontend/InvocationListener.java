package dev.hearth.services.frontend;

import dev.hearth.services.registry.FunctionVersion;
import org.jspecify.annotations.Nullable;

/** Told of every invocation when it is over. Called on the thread that ends it: returns at once and throws nothing. */
@FunctionalInterface
public interface InvocationListener {

    /** Hears nothing. */
    InvocationListener NONE = (_, _, _, _) -> {};

    /**
     * {@code command} is over.
     *
     * @param version what ran or would have run; null when there is no such function
     * @param outcome what became of it
     * @param endNanos when, in the clock's nanoseconds: the end of the phases in {@link InvokeCommand#times}
     */
    void ended(InvokeCommand command, @Nullable FunctionVersion version, InvokeOutcome outcome, long endNanos);
}
