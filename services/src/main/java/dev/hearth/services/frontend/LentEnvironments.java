package dev.hearth.services.frontend;

import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.Invocation;
import dev.hearth.services.worker.InvocationResult;
import dev.hearth.services.worker.ServedInvocation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What whoever decides lent to this host's endpoint. Methods may be called from any thread; only two may block. */
public interface LentEnvironments {

    /** One for the caller alone, until {@link #invoke} is over or {@link #back} gives it back. */
    record Taken(String environmentId, EnvironmentSpec spec) {}

    /** Whether something is lent of a function's version, idle or busy. */
    boolean knows(String function, String qualifier);

    /** An idle one that may serve now. */
    Optional<Taken> take(String function, String qualifier);

    /**
     * Runs an invocation in it. {@link InvocationResult.NotDelivered} when it may not any more: it did not begin, and
     * the environment is the caller's no longer.
     */
    CompletionStage<InvocationResult> invoke(Taken taken, Invocation invocation);

    /** It was not needed. */
    void back(Taken taken);

    /** Tells whoever decides what was served, some time. */
    void served(ServedInvocation invocation);

    /**
     * Asks whoever decides for some of a function version, unless that was just done. Waits for the answer, for a
     * moment only.
     */
    void want(String function, String qualifier);

    /** Waits until one may be idle, or until {@code longest} is over. */
    void await(Duration longest);
}
