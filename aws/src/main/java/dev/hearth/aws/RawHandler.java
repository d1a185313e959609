package dev.hearth.aws;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Operations that read and write their own bytes, because the SDK's types would cost more than all the rest.
 *
 * <p>Runs on a task, may block, and answers its own refusals; every exception is a bug and answers as AWS's internal
 * error.
 */
@FunctionalInterface
public interface RawHandler {

    /** @param body backed by an array */
    Answer handle(Call call, String operation, ByteBuffer body);

    /**
     * The first step, on the event loop, which must not wait and be short: to hand a request to a task and its answer
     * back costs more than many requests themselves. Everything is left to a task unless a handler knows better.
     */
    default Step begin(Call call, String operation, ByteBuffer body) {
        return new Step.OnTask(() -> handle(call, operation, body));
    }

    /** How a request goes on. */
    sealed interface Step {

        /** @param work may block, and answers its own refusals */
        record OnTask(Supplier<Answer> work) implements Step {}

        /**
         * Nobody waits for it.
         *
         * @param answer completes on any thread; what it gives makes the answer, on the event loop
         */
        record Later(CompletionStage<Supplier<Answer>> answer) implements Step {}

        static Step now(Answer answer) {
            return new Later(CompletableFuture.completedStage(() -> answer));
        }
    }

    /**
     * @param status HTTP status
     * @param body in the API's protocol
     */
    record Answer(int status, byte[] body) {}
}
