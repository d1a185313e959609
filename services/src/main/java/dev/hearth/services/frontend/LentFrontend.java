package dev.hearth.services.frontend;

import dev.hearth.core.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The door of invocations that this host serves although it does not decide: from warm environments that were lent to
 * it with the concurrency that they use.
 */
public interface LentFrontend {

    /** A frontend over what is lent. */
    static LentFrontend create(LentEnvironments environments, Time time) {
        return new WarmFrontend(environments, time);
    }

    /**
     * {@code frontend}, whose callers wait until {@code inheritance} is open, for a host that decides now: what was
     * lent to it before is served at once meanwhile.
     */
    static Frontend meanwhile(@Nullable LentFrontend lent, Inheritance inheritance, Frontend frontend) {
        Frontend waits = inheritance.before(frontend);
        return lent == null
                ? waits
                : command -> inheritance.isOpen()
                        ? waits.invoke(command)
                        : lent.invoke(command)
                                .thenCompose(outcome -> outcome.<CompletionStage<InvokeOutcome>>map(
                                                CompletableFuture::completedStage)
                                        .orElseGet(() -> waits.invoke(command)));
    }

    /** Whether something is lent that could serve such invocations, now or when it is not busy any more. */
    boolean knows(String function, String qualifier);

    /**
     * Runs one synchronous invocation of a function by its name. Completes with nothing when it cannot be run here: it
     * did not begin then, and goes to whoever decides.
     */
    CompletionStage<Optional<InvokeOutcome>> invoke(InvokeCommand command);

    /** As {@link LentEnvironments#want}: users want what this host cannot serve now. */
    void want(String function, String qualifier);

    /** As {@link LentEnvironments#await}. */
    void await(Duration longest);
}
