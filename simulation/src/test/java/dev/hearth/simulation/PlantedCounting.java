package dev.hearth.simulation;

import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.counting.FunctionUsage;
import dev.hearth.services.counting.Holder;
import dev.hearth.services.counting.Reservation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counting with a bug. */
final class PlantedCounting implements Counting {

    /** What it does wrong, now and then. */
    enum Bug {
        FORGETS_A_RELEASE,
        RELEASES_TWICE,
        GRANTS_TOO_MUCH,
        NEVER_EXPIRES,
        KEEPS_WHO_LEFT,
        SCALES_WITHOUT_LIMIT
    }

    private static final int NOW_AND_THEN = 1_000;

    private final Counting real;
    private final Bug bug;
    private Reservation.@Nullable Granted last;
    private int calls;

    PlantedCounting(Counting real, Bug bug) {
        this.real = real;
        this.bug = bug;
    }

    private boolean now(Bug which) {
        return bug == which && ++calls % NOW_AND_THEN == 0;
    }

    @Override
    public Holder enter(String name) {
        return bug == Bug.NEVER_EXPIRES ? real.enterResident(name) : real.enter(name);
    }

    @Override
    public Holder enterResident(String name) {
        return real.enterResident(name);
    }

    @Override
    public boolean renew(Holder holder) {
        return real.renew(holder);
    }

    @Override
    public void leave(Holder holder) {
        if (bug != Bug.KEEPS_WHO_LEFT) {
            real.leave(holder);
        }
    }

    @Override
    public Reservation reserve(String functionArn, String qualifier, Holder holder) {
        Reservation reservation = real.reserve(functionArn, qualifier, holder);
        if (reservation instanceof Reservation.Granted granted) {
            last = granted;
        }
        return bug == Bug.GRANTS_TOO_MUCH && last != null ? last : reservation;
    }

    @Override
    public Reservation adopt(String functionArn, Holder holder) {
        return real.adopt(functionArn, holder);
    }

    @Override
    public boolean release(Reservation.Granted granted) {
        if (now(Bug.FORGETS_A_RELEASE)) {
            return true;
        }
        boolean released = real.release(granted);
        return now(Bug.RELEASES_TWICE) ? real.release(granted) : released;
    }

    @Override
    public Optional<Reservation.Throttled> throttleNewEnvironment(String functionArn) {
        Optional<Reservation.Throttled> answer = real.throttleNewEnvironment(functionArn);
        return bug == Bug.SCALES_WITHOUT_LIMIT ? Optional.empty() : answer;
    }

    @Override
    public void putFunctionConcurrency(String functionArn, int reserved) {
        real.putFunctionConcurrency(functionArn, reserved);
    }

    @Override
    public void deleteFunctionConcurrency(String functionArn) {
        real.deleteFunctionConcurrency(functionArn);
    }

    @Override
    public void putProvisionedConcurrency(String functionArn, String qualifier, int requested) {
        real.putProvisionedConcurrency(functionArn, qualifier, requested);
    }

    @Override
    public void deleteProvisionedConcurrency(String functionArn, String qualifier) {
        real.deleteProvisionedConcurrency(functionArn, qualifier);
    }

    @Override
    public void provisionedAvailable(String functionArn, String qualifier, int environments) {
        real.provisionedAvailable(functionArn, qualifier, environments);
    }

    @Override
    public void forget(String functionArn) {
        real.forget(functionArn);
    }

    @Override
    public CountingUsage usage() {
        return real.usage();
    }

    @Override
    public FunctionUsage usage(String functionArn) {
        return real.usage(functionArn);
    }
}
