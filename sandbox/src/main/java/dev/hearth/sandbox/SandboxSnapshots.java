package dev.hearth.sandbox;

/**
 * Snapshots of sandboxes whose init is over, so that a new one need not go through it: what a driver can that runs
 * virtual
 * machines. A snapshot belongs to everything in a {@link SandboxSpec} but its id and its log stream's name.
 *
 * <p>What wakes from one snapshot twice has the same memory twice. The driver gives each a clock that is right and a
 * kernel with random numbers of its own; what a runtime made of them before, it must make anew (the hooks of Lambda's
 * SnapStart).
 */
public interface SandboxSnapshots {

    /** Whether a snapshot is kept from which {@code spec} can be woken. Cheap. */
    boolean holds(SandboxSpec spec);

    /**
     * Starts a sandbox as {@link SandboxDriver#start} does, of which a snapshot can be taken.
     *
     * @throws SandboxException when it could not be made; the listener is then never called with {@code ended}
     */
    Template startTemplate(SandboxSpec spec, SandboxListener listener) throws SandboxException;

    /**
     * Wakes a new sandbox from the snapshot. A request to the Runtime API that was unanswered when the snapshot was
     * taken
     * is made again by the new sandbox.
     *
     * @throws SandboxException when there is no snapshot any more or it cannot be used; {@link SandboxDriver#start} can
     *     still serve
     */
    Sandbox restore(SandboxSpec spec, SandboxListener listener) throws SandboxException;

    /** A sandbox that is to become a snapshot. */
    interface Template extends Sandbox {

        /**
         * Takes the snapshot and ends this sandbox. To be called when the runtime waits in the Runtime API and nothing
         * is
         * on its way. Blocks, some hundred milliseconds.
         *
         * @throws SandboxException when it could not be taken; this sandbox ends all the same
         */
        void take() throws SandboxException;
    }
}
