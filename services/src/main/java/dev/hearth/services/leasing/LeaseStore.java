package dev.hearth.services.leasing;

import dev.hearth.core.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The durable memory of leases, and the judge of their end: the store's clock decides, not a holder's. A call that
 * returned is committed. Calls block.
 */
public interface LeaseStore {

    /**
     * A lease that was granted and not released.
     *
     * @param expires when it ends unless it is renewed; may be past
     */
    record Granted(Lease lease, Instant expires) {}

    /** Grants {@code resource} for {@code term}, with the next token; empty while somebody's lease on it lasts. */
    Optional<Lease> grant(String resource, String holder, Duration term);

    /**
     * Lets {@code leases} last {@code term} from now.
     *
     * @return those that are still their holders'; one that had expired and that nobody else took is still held
     */
    List<Lease> renew(Collection<Lease> leases, Duration term);

    /** Ends a lease; without effect when it is not its holder's any more. */
    void release(Lease lease);

    /** Whether the resource's token is still this lease's. */
    boolean isCurrent(Lease lease);

    /** Everything granted and not released, in order of resource. */
    List<Granted> granted();

    /**
     * Ends every lease but those of {@code holder}: for a process that knows that it is the only one that lives, so
     * that what its killed predecessor held need not run out.
     */
    void endOthers(String holder);

    /** A store that forgets when the process ends, for tests and the simulation. */
    static LeaseStore inMemory(Time time) {
        return new MemoryLeaseStore(time);
    }
}
