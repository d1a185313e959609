package dev.hearth.services.leasing;

import dev.hearth.core.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes leases and keeps them: what was taken is renewed until it is released or lost. */
public interface Leasing extends AutoCloseable {

    /** How long a lease lasts without renewal: a dead holder's resources move to others within about this time. */
    Duration TERM = Duration.ofSeconds(6);

    /** How often leases are renewed; three tries fit into the term. */
    Duration RENEWAL = Duration.ofSeconds(2);

    /**
     * Leases of one process. While it holds none, it does not touch the store.
     *
     * @param holder this process's name, different at every start
     */
    static Leasing create(LeaseStore store, String holder, Ports ports) {
        return new RenewingLeasing(store, holder, ports);
    }

    /**
     * Takes {@code resource} unless somebody has it. Blocks.
     *
     * @param lost runs once when the lease ends against its holder's will; it is short and does not block
     */
    Optional<Held> take(String resource, Runnable lost);

    /** Who holds what, of all processes. Blocks. */
    List<LeaseStore.Granted> granted();

    /** Renews nothing more and releases what is held. Blocks. */
    @Override
    void close();

    /** A lease of this process. */
    interface Held {

        /** The lease, whose token goes with every write. */
        Lease lease();

        /**
         * Whether the holder may go on: false once it was released or lost, and while it cannot be known. Answers from
         * memory by this process's own monotonic clock.
         */
        boolean isHeld();

        /** Gives it back, so that others need not wait for its end. Blocks. */
        void release();
    }
}
