package dev.hearth.server;

import dev.hearth.services.assignment.Assignment;
import dev.hearth.services.frontend.Concurrency;
import dev.hearth.services.registry.Registry;
import org.jspecify.annotations.Nullable;

/** Carries the registry's news to the rooms that act on them. */
final class Changes implements Registry.Listener {

    private final Assignment assignment;
    private volatile @Nullable Concurrency concurrency;

    Changes(Assignment assignment) {
        this.assignment = assignment;
    }

    /** The room that is made after the registry, and hears of changes from now on. */
    void connect(Concurrency made) {
        concurrency = made;
    }

    @Override
    public void changed(String functionArn) {
        assignment.retire(functionArn);
    }

    @Override
    public void deleted(String functionArn) {
        assignment.retireAll(functionArn);
        Concurrency connected = concurrency;
        if (connected != null) {
            connected.forget(functionArn);
        }
    }

    @Override
    public void repointed(String functionArn) {
        Concurrency connected = concurrency;
        if (connected != null) {
            connected.repointed(functionArn);
        }
    }
}
