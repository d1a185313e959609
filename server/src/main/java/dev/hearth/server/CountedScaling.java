package dev.hearth.server;

import dev.hearth.core.Fault;
import dev.hearth.services.assignment.ScalingControl;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.frontend.Delegation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets counting decide how fast assignment grows, and takes back what is lent elsewhere when it has to. */
final class CountedScaling implements ScalingControl {

    private final Counting counting;
    private volatile @Nullable Delegation delegation;

    CountedScaling(Counting counting) {
        this.counting = counting;
    }

    /** What is lent, from now on. */
    void connect(Delegation lent) {
        delegation = lent;
    }

    @Override
    public void waits(String functionArn) {
        Delegation lent = delegation;
        if (lent != null) {
            lent.relieve(functionArn);
        }
    }

    @Override
    public Optional<Fault> throttleNewEnvironment(String functionArn) {
        return counting.throttleNewEnvironment(functionArn).map(Reservation.Throttled::fault);
    }

    @Override
    public void provisionedAvailable(String functionArn, String qualifier, int environments) {
        counting.provisionedAvailable(functionArn, qualifier, environments);
    }
}
