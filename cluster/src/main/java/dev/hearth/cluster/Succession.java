package dev.hearth.cluster;

import dev.hearth.core.Ports;
import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import java.util.function.BooleanSupplier;

/**
 * Who decides for a cluster, and who comes next: one host at a time, by a lease whose token grows with every change.
 *
 * <p>A host may go on to decide while its lease lasts. When the store is silent it may also go on while every other
 * that
 * could take the lease has just promised not to: a store that is away stops nobody.
 */
public interface Succession extends AutoCloseable {

    /** The lease's name. */
    String RESOURCE = "cluster/decides";

    /** What is done by who decides. */
    interface Office {

        /**
         * Begins to decide. Blocks.
         *
         * @param holds whether the right lasts; answers from memory
         * @throws Exception when it does not work; the lease is given back
         */
        void begin(Lease lease, BooleanSupplier holds) throws Exception;

        /**
         * Ends it. Blocks.
         *
         * @param willing whether the lease was still this host's
         */
        void end(boolean willing);

        /** As {@link ClusterDoor#promised}. */
        boolean promised();

        /** As {@link ClusterDoor#othersReachedStore}. */
        boolean othersReachedStore(long sinceNanos);
    }

    /**
     * Starts to stand for it.
     *
     * @param holder this process, different at every start
     * @param mayDecide whether nobody who decides was heard for long enough
     */
    static Succession start(LeaseStore leases, String holder, BooleanSupplier mayDecide, Office office, Ports ports) {
        LeasedSuccession succession = new LeasedSuccession(leases, holder, mayDecide, office, ports);
        succession.begin();
        return succession;
    }

    /** Whether this host decides now. */
    boolean decides();

    /** Lets another decide, and does not stand again for some time. Blocks. */
    void stepDown();

    /** Stands no more; if it decides, ends that and gives the lease back. Blocks. */
    @Override
    void close();
}
