package dev.hearth.services.frontend;

import dev.hearth.core.Ports;
import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.worker.ServedInvocation;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is lent to the endpoints of other hosts: warm environments, each with a unit of concurrency that counts as in
 * use from the lending until it is known to be back. Methods may be called from any thread and do not block.
 */
public interface Delegation {

    /** How long an endpoint serves what is lent to it after it was last known to follow who lent it. */
    Duration ALONE = Duration.ofSeconds(6);

    /** How long after somebody begins to decide a host may serve what it was lent before, if nothing is heard of it. */
    Duration UNHEARD = ALONE.plusMillis(2_500);

    /** How long what was lent by somebody who decided before is served on after a host follows another. */
    Duration INHERITED = Duration.ofSeconds(3);

    /** How long an environment is lent without being used. */
    Duration IDLE = Duration.ofSeconds(2);

    /** The most units that are lent to one host; and no more than a part of the account's, {@link #PART}. */
    int UNITS_PER_HOST = 16;

    /** A host is lent at most this part of the account's concurrency, and nothing while half of that is in use. */
    int PART = 16;

    /** The most environments of one function version that are lent to one host. */
    int UNITS_PER_VERSION = 8;

    /**
     * With nothing lent.
     *
     * @param unheard hosts that may serve what somebody lent them who decided before; until each of them comes, or can
     *     do so no longer, as much as that may be counts as in use
     */
    static Delegation create(Counting counting, Assignment assignment, Set<String> unheard, Ports ports) {
        CountedDelegation delegation = new CountedDelegation(counting, assignment, ports);
        delegation.await(unheard);
        return delegation;
    }

    /**
     * Lends from now on.
     *
     * @param served told of what other endpoints served
     */
    void begin(Frontend.Resolver registry, Consumer<ServedInvocation> served);

    /** A worker's host may be lent what is its own; whatever it still runs was counted before. */
    void join(Worker worker);

    /** A host is lost: what is lent to it counts until its endpoint can serve it no longer. */
    void leave(String hostId);

    /**
     * Takes back what is lent of a function. Completes when no endpoint begins an invocation of it any more, however
     * long that takes: no longer than {@link #ALONE} after a host was lost.
     *
     * @param functionArn unqualified; empty for all
     */
    CompletionStage<Void> recall(String functionArn);

    /** The same for what somebody waits for who has no other; null when nothing of it is lent. */
    @Nullable
    CompletionStage<Void> relieve(String functionArn);

    /** Units that are lent now. */
    int lent();
}
