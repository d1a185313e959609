package dev.hearth.services.assignment;

import dev.hearth.core.Fault;
import java.util.Optional;

/** {@link ScalingControl} that allows everything. */
record UncountedScaling() implements ScalingControl {

    @Override
    public Optional<Fault> throttleNewEnvironment(String functionArn) {
        return Optional.empty();
    }

    @Override
    public void provisionedAvailable(String functionArn, String qualifier, int environments) {}
}
