package dev.hearth.services.registry;

import dev.hearth.core.FaultException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a function beside its configuration: asynchronous invocation, runtime updates, recursion. Every
 * method throws {@link FaultException} as {@link Registry} does.
 */
public interface FunctionOptions {

    /** Puts what is said in the place of what was. */
    FunctionPart.EventInvoke putEventInvoke(EventInvokeWish wish);

    /** Changes what is said, keeps the rest; NOT_FOUND when there is nothing yet. */
    FunctionPart.EventInvoke updateEventInvoke(EventInvokeWish wish);

    FunctionPart.EventInvoke eventInvoke(String function, @Nullable String qualifier);

    void deleteEventInvoke(String function, @Nullable String qualifier);

    /** All of one function in order of qualifier; at most 50 at once. */
    EventInvokePage eventInvokes(String function, @Nullable String marker, @Nullable Integer maxItems);

    /** {@code Auto} until something else was said. */
    FunctionPart.RuntimeManagement runtimeManagement(String function, @Nullable String qualifier);

    FunctionPart.RuntimeManagement putRuntimeManagement(
            String function,
            @Nullable String qualifier,
            @Nullable String updateRuntimeOn,
            @Nullable String runtimeVersionArn);

    /** {@code Terminate} until something else was said. */
    FunctionPart.Recursion recursion(String function);

    FunctionPart.Recursion putRecursion(String function, @Nullable String recursiveLoop);

    /** What a caller said of asynchronous invocations; null where nothing was said. */
    record EventInvokeWish(
            @Nullable String function,
            @Nullable String qualifier,
            @Nullable Integer maximumRetryAttempts,
            @Nullable Integer maximumEventAgeSeconds,
            @Nullable Destinations destinations) {}

    /** Where records of asynchronous invocations go; null or empty for nowhere. */
    record Destinations(
            @Nullable String onSuccess, @Nullable String onFailure) {}

    /**
     * Some of them.
     *
     * @param nextMarker where the next page begins, or null when this is the last
     */
    record EventInvokePage(
            List<FunctionPart.EventInvoke> items, @Nullable String nextMarker) {}
}
