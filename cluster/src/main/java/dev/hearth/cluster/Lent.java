package dev.hearth.cluster;

import dev.hearth.services.worker.EnvironmentSpec;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An environment that runs here. Used under {@link Lending}'s lock. */
final class Lent {

    final EnvironmentSpec spec;
    final boolean healthy;

    /** Whose it is; null when it is nobody's. */
    @Nullable
    Loan loan;

    boolean busy;

    /** For which invocations this host's endpoint serves it; null when it does not. */
    @Nullable
    String delegatedAs;

    /** Whether it is busy with what this host's endpoint serves, and goes back to its loan afterwards. */
    boolean returning;

    long idleSinceNanos;

    /** Until when it is served after its loan ended. */
    long orphanUntilNanos;

    /** Of the invocation or the delegation, when its loan ended before it. */
    @Nullable
    CompletableFuture<Void> over;

    Lent(EnvironmentSpec spec, boolean healthy, Loan loan) {
        this.spec = spec;
        this.healthy = healthy;
        this.loan = loan;
    }

    /** Whether it waits for whoever asks for just such a one. */
    boolean isKept() {
        return loan == null && !busy && delegatedAs == null;
    }

    /** Whether it counts for whoever decides next. */
    boolean isLeftover() {
        return loan == null && (busy || delegatedAs != null);
    }
}
