package dev.hearth.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Runs work that may block (disk, process, database), outside the caller's thread. */
@FunctionalInterface
public interface Tasks {

    /** Starts {@code work}; {@code name} appears in thread dumps. The work handles its own exceptions. */
    void start(String name, Runnable work);

    /** Starts {@code work} and hands on what it gives, or how it fails. */
    default <T> CompletionStage<T> call(String name, Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        start(name, () -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException failed) {
                done.completeExceptionally(failed);
            }
        });
        return done;
    }
}
