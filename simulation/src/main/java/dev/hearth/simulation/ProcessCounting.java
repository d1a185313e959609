package dev.hearth.simulation;

import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.counting.FunctionUsage;
import dev.hearth.services.counting.Holder;
import dev.hearth.services.counting.Reservation;
import dev.hearth.services.counting.Reservation.Granted;
import dev.hearth.services.counting.Reservation.Throttled;
import java.time.Duration;
import java.util.Optional;

/** Counting as a frontend in another process sees it: its units are held under a lease that it keeps alive. */
final class ProcessCounting implements Counting {

    private static final int HEARTBEATS_PER_LEASE = 3;

    private final Counting real;
    private final ProcessLife life;
    private final String name;
    private final Duration every;
    private Holder holder;
    private boolean closed;

    ProcessCounting(Counting real, ProcessLife life, String name, Duration lease) {
        this.real = real;
        this.life = life;
        this.name = name;
        this.every = lease.dividedBy(HEARTBEATS_PER_LEASE);
        this.holder = real.enter(name);
        beat();
    }

    private void beat() {
        life.after(every, () -> {
            if (!closed) {
                if (!real.renew(holder)) {
                    holder = real.enter(name);
                }
                beat();
            }
        });
    }

    void close() {
        closed = true;
        real.leave(holder);
    }

    @Override
    public Holder enter(String ignored) {
        return holder;
    }

    @Override
    public Holder enterResident(String ignored) {
        return holder;
    }

    @Override
    public boolean renew(Holder ignored) {
        return real.renew(holder);
    }

    @Override
    public void leave(Holder ignored) {
        close();
    }

    /** Under the life that lasts now: the frontend room knows only the first. */
    @Override
    public Reservation reserve(String functionArn, String qualifier, Holder first) {
        return real.reserve(functionArn, qualifier, holder);
    }

    @Override
    public Reservation adopt(String functionArn, Holder first) {
        return real.adopt(functionArn, holder);
    }

    @Override
    public boolean release(Granted granted) {
        return real.release(granted);
    }

    @Override
    public Optional<Throttled> throttleNewEnvironment(String functionArn) {
        return real.throttleNewEnvironment(functionArn);
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
