package dev.hearth.neighbours.apigateway;

import dev.hearth.core.Ports;
import dev.hearth.core.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** An end to waiting. */
final class Deadline {

    private Deadline() {}

    /** {@code answer}, or what {@code late} gives when it is not there in time. */
    static <T> CompletionStage<T> within(
            Duration time, Ports ports, CompletionStage<T> answer, Supplier<? extends T> late) {
        CompletableFuture<T> future = answer.toCompletableFuture();
        if (future.isDone()) {
            return answer;
        }
        CompletableFuture<T> first = new CompletableFuture<>();
        Timers.Timer timer = ports.timers().after(time, () -> first.complete(late.get()));
        answer.whenComplete((value, bug) -> {
            timer.cancel();
            if (bug != null) {
                first.completeExceptionally(bug);
            } else {
                first.complete(value);
            }
        });
        return first;
    }
}
