package dev.hearth.server;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.frontend.Concurrency;
import dev.hearth.services.frontend.Delegation;
import dev.hearth.services.registry.Registry;
import org.jspecify.annotations.Nullable;

/** Carries the registry's news to the rooms that act on them. */
final class Changes implements Registry.Listener {

    private final Assignment assignment;
    private final Delegation delegation;
    private volatile @Nullable Concurrency concurrency;

    Changes(Assignment assignment, Delegation delegation) {
        this.assignment = assignment;
        this.delegation = delegation;
    }

    /** Waits until no host serves a function as it was before. */
    void recall(String functionArn) {
        delegation.recall(functionArn).toCompletableFuture().join();
    }

    /** The room that is made after the registry, and hears of changes from now on. */
    void connect(Concurrency made) {
        concurrency = made;
    }

    @Override
    public void changed(String functionArn) {
        assignment.retire(functionArn);
        recall(functionArn);
    }

    @Override
    public void deleted(String functionArn) {
        assignment.retireAll(functionArn);
        recall(functionArn);
        Concurrency connected = concurrency;
        if (connected != null) {
            connected.forget(functionArn);
        }
    }

    @Override
    public void repointed(String functionArn) {
        recall(functionArn);
        Concurrency connected = concurrency;
        if (connected != null) {
            connected.repointed(functionArn);
        }
    }
}
