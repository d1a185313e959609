package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.services.frontend.Frontend;
import dev.hearth.services.frontend.InvokeCommand;
import dev.hearth.services.frontend.InvokeOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The frontend with a door that can be shut: from then on nothing new enters, and what is inside may finish. */
final class DrainingFrontend implements Frontend, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DrainingFrontend.class);

    private final Frontend frontend;
    private final BooleanSupplier open;
    private final Duration patience;
    /** One party for the door itself and one for each invocation inside. */
    private final Inside inside = new Inside();

    private volatile boolean shut;

    /** A phaser that ends when the last party left. */
    private static final class Inside extends Phaser {
        Inside() {
            super(1);
        }
    }

    /** @param open asked for each invocation: whether this host may decide at all */
    DrainingFrontend(Frontend frontend, BooleanSupplier open, Duration patience) {
        this.frontend = frontend;
        this.open = open;
        this.patience = patience;
    }

    @Override
    public CompletionStage<InvokeOutcome> invoke(InvokeCommand command) {
        if (shut || !open.getAsBoolean() || inside.register() < 0) {
            Fault fault = new Fault(Fault.Kind.UNAVAILABLE, "Hearth is stopping.");
            return CompletableFuture.completedFuture(new InvokeOutcome.Refused(fault));
        }
        return frontend.invoke(command).whenComplete((outcome, failure) -> inside.arriveAndDeregister());
    }

    /** Shuts the door and waits, for a bounded time, until nobody is inside. */
    @Override
    public void close() {
        shut = true;
        int phase = inside.arriveAndDeregister();
        try {
            long millis = open.getAsBoolean() ? patience.toMillis() : 0;
            inside.awaitAdvanceInterruptibly(phase, millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Invocations still run after {}; they are interrupted", patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
