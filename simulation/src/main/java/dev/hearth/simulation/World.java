package dev.hearth.simulation;

import dev.hearth.core.Ports;
import dev.hearth.core.VirtualPorts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What everybody in a simulation shares: virtual time, chance, the journal and the judge. */
final class World {

    private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SALT = 0xd1ceL;
    private static final long HOP_MEAN_NANOS = 200_000;
    private static final int DIGEST_FACTOR = 31;

    private final Scenario scenario;
    private final VirtualPorts virtual;
    private final Ports ports;
    private final Journal journal = new Journal();
    private final Judge judge;
    private final Dice dice;
    private final Dice hops;
    private long events;
    private long digest;
    private long sequence;
    private @Nullable ProcessLife running;

    World(Scenario scenario) {
        this.scenario = scenario;
        virtual = new VirtualPorts(ORIGIN, scenario.seed());
        ports = virtual.ports();
        judge = new Judge(scenario, this);
        dice = new Dice(scenario.seed() ^ SALT);
        hops = dice.split();
    }

    Scenario scenario() {
        return scenario;
    }

    Ports ports() {
        return ports;
    }

    Judge judge() {
        return judge;
    }

    Journal journal() {
        return journal;
    }

    /** A stream of chance for one part of the simulation. */
    Dice dice() {
        return dice.split();
    }

    long nanos() {
        return virtual.nanos();
    }

    long events() {
        return events;
    }

    /** Timers that wait. */
    int pending() {
        return virtual.pending();
    }

    /** A sum over what happened when; two runs with the same digest went the same way. */
    long digest() {
        return digest;
    }

    /** A number that grows with every call: what came before what. */
    long next() {
        return ++sequence;
    }

    /** The process whose code runs now; null for none of the simulated ones. */
    @Nullable
    ProcessLife running() {
        return running;
    }

    /** Another process's code begins to run, or ends; answers whose ran before. */
    @Nullable
    ProcessLife swap(@Nullable ProcessLife process) {
        ProcessLife before = running;
        running = process;
        return before;
    }

    /** Runs what belongs to none of the processes with rooms of their own, whoever caused it. */
    void outside(Runnable work) {
        ProcessLife before = swap(null);
        try {
            work.run();
        } finally {
            swap(before);
        }
    }

    void note(String event, Object subject) {
        journal.note(nanos(), event, subject);
        digest = digest * DIGEST_FACTOR + event.hashCode();
    }

    /** Runs one event; false when none is due by then. */
    boolean runNext(long lastNanos) {
        if (!virtual.runNext(lastNanos)) {
            return false;
        }
        events++;
        digest = digest * DIGEST_FACTOR + nanos();
        return true;
    }

    /** Moves the clock to a moment before which nothing is left to run. */
    void passTo(long nanos) {
        virtual.advance(Duration.ofNanos(nanos - nanos()));
    }

    void later(long delayNanos, Runnable work) {
        virtual.after(Duration.ofNanos(delayNanos), work);
    }

    /** A message to another process, or only a call when all is in one. */
    void hop(Runnable arrival) {
        if (scenario.cluster().remote()) {
            later(hops.exponential(HOP_MEAN_NANOS), arrival);
        } else {
            arrival.run();
        }
    }
}
