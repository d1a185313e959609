package dev.hearth.simulation;

import dev.hearth.services.worker.EnvironmentSpec;

/** One environment, as whoever sees all messages knows it. */
final class EnvironmentFacts {

    /** Where it stands between assignment and its callers. */
    enum Standing {
        STARTING,
        /** Nobody has it. */
        IDLE,
        /** A caller has it. */
        HANDED,
        /** It may not be handed out any more, for a reason that assignment was told or gave itself. */
        ENDED
    }

    private final String id;
    private final EnvironmentSpec spec;
    private final HostFacts host;
    private final long sequence;
    private Standing standing = Standing.STARTING;
    private boolean promised = true;
    private boolean starting = true;
    private boolean goneTold;
    private long ready;
    private boolean served;

    EnvironmentFacts(String id, EnvironmentSpec spec, HostFacts host, long sequence) {
        this.id = id;
        this.spec = spec;
        this.host = host;
        this.sequence = sequence;
    }

    String id() {
        return id;
    }

    EnvironmentSpec spec() {
        return spec;
    }

    HostFacts host() {
        return host;
    }

    /** When it was started, in the order of things. */
    long sequence() {
        return sequence;
    }

    Standing standing() {
        return standing;
    }

    void stand(Standing next) {
        standing = next;
    }

    boolean goneTold() {
        return goneTold;
    }

    void tellGone() {
        goneTold = true;
    }

    /** Whether its start was not reported yet. */
    boolean starting() {
        return starting;
    }

    void startOver(long now) {
        starting = false;
        ready = now;
    }

    /** Whether it was asked for before {@code change} and serves its first caller after it, as it may. */
    boolean startedDuring(long change) {
        return ready > change && !served;
    }

    void serve() {
        served = true;
    }

    /** Whether placement still counts it on its host. */
    boolean promised() {
        return promised;
    }

    void free() {
        promised = false;
    }

    @Override
    public String toString() {
        return id + "[" + spec.functionName() + ":" + spec.version() + " " + spec.revision()
                + (spec.tenantId().isEmpty() ? "" : " of " + spec.tenantId()) + " on " + host.id() + ", " + standing
                + (goneTold ? ", gone" : "") + "]";
    }
}
