package dev.hearth.simulation;

import dev.hearth.core.Fault;
import dev.hearth.services.assignment.ScalingControl;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.Reservation;
import java.util.Optional;

/** Lets counting decide how fast assignment grows, as the server does. */
record CountedScaling(Counting counting) implements ScalingControl {

    @Override
    public Optional<Fault> throttleNewEnvironment(String functionArn) {
        return counting.throttleNewEnvironment(functionArn).map(Reservation.Throttled::fault);
    }

    @Override
    public void provisionedAvailable(String functionArn, String qualifier, int environments) {
        counting.provisionedAvailable(functionArn, qualifier, environments);
    }
}
