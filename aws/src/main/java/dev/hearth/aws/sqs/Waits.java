package dev.hearth.aws.sqs;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Handlers run on tasks, which may wait. */
final class Waits {

    private Waits() {}

    /** What the stage gives, or what it was refused with. */
    static <T> T on(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw e;
        }
    }
}
