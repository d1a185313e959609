package dev.hearth.simulation;

import dev.hearth.services.placement.PlacementPolicy;
import dev.hearth.services.placement.WorkerHost.Resources;
import dev.hearth.services.worker.EnvironmentSpec;

/** One life of a worker host, and what placement has promised of it: counted from what really starts and ends there. */
final class HostFacts {

    private static final int PERCENT = 100;

    private final String id;
    private final Resources capacity;
    private int memoryMb;
    private int cpuMillis;
    private int starting;
    private int environments;
    private boolean drainingSaid;
    private boolean left;

    HostFacts(String id, Resources capacity) {
        this.id = id;
        this.capacity = capacity;
    }

    String id() {
        return id;
    }

    Resources capacity() {
        return capacity;
    }

    int memoryMb() {
        return memoryMb;
    }

    int cpuMillis() {
        return cpuMillis;
    }

    int starting() {
        return starting;
    }

    int environments() {
        return environments;
    }

    /** Why {@code spec} must not be started here, or empty when it may. */
    String objection(EnvironmentSpec spec, PlacementPolicy policy) {
        Resources wish = Resources.ofFunction(spec.memoryMb());
        if (left) {
            return "it has left";
        }
        if (drainingSaid) {
            return "it drains";
        }
        if (starting >= policy.startsPerHost()) {
            return "it starts " + starting;
        }
        boolean fits = memoryMb + wish.memoryMb() <= (long) capacity.memoryMb() * policy.memoryPercent() / PERCENT
                && cpuMillis + wish.cpuMillis() <= (long) capacity.cpuMillis() * policy.cpuPercent() / PERCENT;
        return fits || environments == 0 ? "" : "it has no room: " + this;
    }

    void promised(EnvironmentSpec spec) {
        add(spec, 1);
        starting++;
    }

    void startOver() {
        starting--;
    }

    void freed(EnvironmentSpec spec) {
        add(spec, -1);
    }

    private void add(EnvironmentSpec spec, int sign) {
        Resources share = Resources.ofFunction(spec.memoryMb());
        memoryMb += sign * share.memoryMb();
        cpuMillis += sign * share.cpuMillis();
        environments += sign;
    }

    /** It said that it drains, and placement heard it. */
    void saidDraining() {
        drainingSaid = true;
    }

    boolean left() {
        return left;
    }

    void leave() {
        left = true;
    }

    @Override
    public String toString() {
        return id + "[" + environments + " environments, " + starting + " starting, " + memoryMb + " of "
                + capacity.memoryMb() + " MiB, " + cpuMillis + " of " + capacity.cpuMillis() + " cpu"
                + (left ? ", left" : "") + "]";
    }
}
