package dev.hearth.services.assignment;

import dev.hearth.services.placement.Placement.Place;
import dev.hearth.services.worker.EnvironmentSpec;
import dev.hearth.services.worker.Worker;

/**
 * One environment as assignment knows it. Used under assignment's lock, but for what never changes.
 *
 * <pre>
 * state    | started            | start     | acquire | released         | function | idle too long,  | worker says
 *          |                    | refused   |         |                  | changed  | room is needed  | it is gone
 * ---------+--------------------+-----------+---------+------------------+----------+-----------------+------------
 * STARTING | BUSY when a caller | ENDED,    | -       | -                | OUTDATED | -               | BUSY or
 *          | waits, else IDLE,  | back-off, |         |                  |          |                 | ENDED, when
 *          | or destroyed when  | a caller  |         |                  |          |                 | it started
 *          | unhealthy, surplus | is told   |         |                  |          |                 |
 * OUTDATED | RETIRING when a    | the same  | -       | -                | OUTDATED | -               | the same
 *          | caller waits, else |           |         |                  |          |                 |
 *          | destroyed          |           |         |                  |          |                 |
 * IDLE     | -                  | -         | BUSY    | -                | destroyed| destroyed       | ENDED
 * BUSY     | -                  | -         | -       | BUSY when a      | RETIRING | -               | ENDED
 *          |                    |           |         | caller waits,    |          |                 |
 *          |                    |           |         | else IDLE; or    |          |                 |
 *          |                    |           |         | destroyed when   |          |                 |
 *          |                    |           |         | not reusable, too|          |                 |
 *          |                    |           |         | old, surplus     |          |                 |
 * RETIRING | -                  | -         | -       | destroyed        | RETIRING | -               | ENDED
 * ENDED    | destroyed          | -         | -       | -                | ENDED    | -               | ENDED
 * </pre>
 *
 * "Destroyed" is ENDED, and the worker is told to destroy it. ENDED before it started is an environment whose host was
 * lost.
 */
final class PooledEnvironment implements AssignmentOutcome.Assigned {

    /** Where an environment stands. */
    enum State {
        STARTING,
        OUTDATED,
        IDLE,
        BUSY,
        RETIRING,
        ENDED
    }

    private final EnvironmentPool pool;
    private final EnvironmentSpec spec;
    private final Place.Host host;
    private final long bornNanos;
    private String id = "";
    private State state = State.STARTING;
    private long idleSinceNanos;
    private long threadId;

    PooledEnvironment(EnvironmentPool pool, EnvironmentSpec spec, Place.Host host, long bornNanos) {
        this.pool = pool;
        this.spec = spec;
        this.host = host;
        this.bornNanos = bornNanos;
    }

    EnvironmentPool pool() {
        return pool;
    }

    EnvironmentSpec spec() {
        return spec;
    }

    /** The life of the host that it is on. */
    Place.Host host() {
        return host;
    }

    String hostId() {
        return host.hostId();
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }

    /** It started; its id never changes from then on. */
    void named(String environmentId) {
        id = environmentId;
    }

    void idleSince(long nanos, long ofThread) {
        idleSinceNanos = nanos;
        threadId = ofThread;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    /** The thread that gave it back, on which its events probably come. */
    long threadId() {
        return threadId;
    }

    boolean olderThan(long ageNanos, long now) {
        return now - bornNanos >= ageNanos;
    }

    @Override
    public String environmentId() {
        return id;
    }

    @Override
    public Worker worker() {
        return host.worker();
    }

    @Override
    public String toString() {
        return "Environment[" + id + ", " + state + " on " + host.hostId() + "]";
    }
}
