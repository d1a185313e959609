package dev.hearth.simulation;

import dev.hearth.services.leasing.Lease;
import dev.hearth.services.leasing.LeaseStore;
import dev.hearth.services.leasing.Leasing;
import java.util.List;
import java.util.Optional;

/** A process that believes in its leases for ever. */
record PlantedLeasing(Leasing real) implements Leasing {

    @Override
    public Optional<Held> take(String resource, Runnable lost) {
        return real.take(resource, () -> {}).map(held -> new Held() {
            @Override
            public Lease lease() {
                return held.lease();
            }

            @Override
            public boolean isHeld() {
                return true;
            }

            @Override
            public void release() {
                held.release();
            }
        });
    }

    @Override
    public List<LeaseStore.Granted> granted() {
        return real.granted();
    }

    @Override
    public void close() {
        real.close();
    }
}
