package dev.hearth.server;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs what an event loop hands in at the end of its turn, when it has served every connection that had something to
 * read; on any other thread at once.
 */
final class EndOfTurn implements Executor {

    @Override
    public void execute(Runnable work) {
        ContextInternal context = (ContextInternal) Vertx.currentContext();
        if (context == null || !context.nettyEventLoop().inEventLoop()) {
            work.run();
            return;
        }
        try {
            context.nettyEventLoop().execute(work);
        } catch (RejectedExecutionException closing) {
            work.run();
        }
    }
}
