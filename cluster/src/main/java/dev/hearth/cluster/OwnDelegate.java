package dev.hearth.cluster;

import dev.hearth.services.worker.Delegate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The endpoint of the host that decides, which may still serve what was lent to it before. */
record OwnDelegate(Delegations delegations) implements Delegate {

    @Override
    public void listener(Listener listener) {
        // It wants nothing: it can have everything.
    }

    @Override
    public void lend(String environmentId, String function, String qualifier) {
        throw new IllegalStateException("the host that decides is lent nothing");
    }

    @Override
    public CompletionStage<Boolean> recall(String functionArn) {
        delegations.recall(functionArn);
        return CompletableFuture.completedStage(true);
    }
}
