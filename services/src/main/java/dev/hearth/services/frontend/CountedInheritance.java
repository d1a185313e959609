package dev.hearth.services.frontend;

import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.Holder;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.worker.Leftover;
import dev.hearth.services.worker.Worker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Inheritance} that holds the units itself.
 *
 * <pre>
 * waiting -- the last awaited host is here, or the time is up --> open, for good
 * </pre>
 */
final class CountedInheritance implements Inheritance {

    private static final Logger LOG = LoggerFactory.getLogger(CountedInheritance.class);
    private static final String HOLDER = "inheritance";

    private final Counting counting;
    private final Ports ports;
    private final Set<String> awaited;
    private final CompletableFuture<@Nullable Void> open = new CompletableFuture<>();
    private @Nullable Holder holder;

    CountedInheritance(Counting counting, Set<String> awaited, Ports ports) {
        this.counting = counting;
        this.ports = ports;
        this.awaited = new HashSet<>(awaited);
        if (awaited.isEmpty()) {
            open.complete(null);
        }
    }

    @Override
    public void count(Worker worker) {
        List<Leftover> leftovers = worker.leftovers();
        leftovers.forEach(this::count);
        if (!leftovers.isEmpty()) {
            LOG.info("{} invocations of before run on", leftovers.size());
        }
    }

    private void count(Leftover leftover) {
        try {
            if (counting.adopt(leftover.functionArn(), holder()) instanceof Reservation.Granted unit) {
                leftover.over().whenComplete((_, _) -> counting.release(unit));
            }
        } catch (FaultException tooMany) {
            LOG.warn("an invocation of {} runs on uncounted: {}", leftover.functionArn(), tooMany.getMessage());
        }
    }

    /** Most have nothing to hold. */
    private synchronized Holder holder() {
        Holder known = holder;
        if (known == null) {
            known = counting.enterResident(HOLDER);
            holder = known;
        }
        return known;
    }

    @Override
    public void here(String hostId) {
        boolean all;
        synchronized (this) {
            awaited.remove(hostId);
            all = awaited.isEmpty();
        }
        if (all) {
            open.complete(null);
        }
    }

    @Override
    public void opensIn(Duration longest) {
        if (!open.isDone()) {
            ports.timers().after(longest, () -> ports.tasks().start("inheritance", this::timeIsUp));
        }
    }

    private void timeIsUp() {
        if (open.complete(null)) {
            synchronized (this) {
                LOG.info("the hosts {} do not come; what they may run does not count", awaited);
            }
        }
    }

    @Override
    public boolean isOpen() {
        return open.isDone();
    }

    @Override
    public Frontend before(Frontend frontend) {
        return command -> open.isDone() || command.type() != InvokeCommand.Type.REQUEST_RESPONSE
                ? frontend.invoke(command)
                : open.thenCompose(_ -> frontend.invoke(command));
    }
}
