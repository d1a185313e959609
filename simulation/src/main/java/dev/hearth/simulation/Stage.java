package dev.hearth.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** A completion whose listeners' failures reach the judge in place of being lost in the next stage. */
final class Stage<T> extends CompletableFuture<T> {

    private final Judge judge;

    Stage(Judge judge) {
        this.judge = judge;
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
        return super.whenComplete((value, bug) -> {
            try {
                action.accept(value, bug);
            } catch (RuntimeException e) {
                throw judge.crashed(e);
            }
        });
    }
}
