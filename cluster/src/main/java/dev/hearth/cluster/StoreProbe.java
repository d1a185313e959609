package dev.hearth.cluster;

import dev.hearth.core.Ports;
import java.util.function.BooleanSupplier;

/** Asks the cluster's store again and again whether it answers this host. */
final class StoreProbe {

    private final BooleanSupplier answers;
    private final Ports ports;
    private volatile long answeredNanos;
    private volatile boolean closed;

    StoreProbe(BooleanSupplier answers, Ports ports) {
        this.answers = answers;
        this.ports = ports;
        this.answeredNanos = ports.time().nanos() - ClusterLimits.ANSWER.toNanos();
    }

    /** Begins, or goes on. */
    void look() {
        if (!closed) {
            // From when it was asked: an answer that hangs is none.
            long asked = ports.time().nanos();
            if (answers.getAsBoolean()) {
                answeredNanos = asked;
            }
            ports.timers().after(ClusterLimits.RENEWAL, () -> ports.tasks().start("cluster-probe", this::look));
        }
    }

    /** Whether it answered a moment ago. */
    boolean answered() {
        return ports.time().nanos() - answeredNanos < ClusterLimits.ANSWER.toNanos();
    }

    void close() {
        closed = true;
    }
}
