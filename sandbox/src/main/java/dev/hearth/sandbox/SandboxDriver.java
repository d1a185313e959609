package dev.hearth.sandbox;

import java.util.List;
import java.util.Optional;

/** One way to isolate an execution environment: Linux namespaces, a microVM, or a fake. */
public interface SandboxDriver extends AutoCloseable {

    /** The driver's name on the command line, for example {@code namespace}. */
    String name();

    /**
     * What this machine lets the driver enforce, found by really starting something, never by the look of a device
     * file. Takes up to a few seconds; ends by itself.
     */
    Verdict probe();

    /**
     * How a managed runtime identifier such as {@code python3.11} is served here, or empty when no interpreter of its
     * family that is new enough exists. {@code provided.*} is always present.
     */
    Optional<RuntimeChoice> runtime(String identifier);

    /** Every runtime identifier that {@link #runtime} would find, for {@code doctor}. */
    List<RuntimeChoice> runtimes();

    /** Whether sandboxes of this driver can be given {@code network}. */
    default boolean offers(SandboxSpec.Network network) {
        return !(network instanceof SandboxSpec.Network.Internet);
    }

    /** Whether sandboxes with {@code network} stand behind the wall of their {@link SandboxSpec}. */
    default boolean walls(SandboxSpec.Network network) {
        return network instanceof SandboxSpec.Network.EndpointOnly;
    }

    /**
     * Gives every sandbox with a wall of this name this one, whether it runs or is being started. Without effect when
     * it
     * is the same, or no sandbox has one of the name. May take some milliseconds of system commands.
     *
     * @throws SandboxException when the wall stays as it was
     */
    default void change(Wall wall) throws SandboxException {
        // nothing is reached from sandboxes without a network
    }

    /**
     * Starts a sandbox and the bootstrap inside it. Blocks for as long as the walls take (milliseconds for
     * namespaces); the caller is on a task, not on an event loop. Undoes everything it did when a step fails.
     *
     * @throws SandboxException when the sandbox could not be made; the listener is then never called with {@code ended}
     */
    Sandbox start(SandboxSpec spec, SandboxListener listener) throws SandboxException;

    /** The snapshots that this driver can take, or empty when it cannot. */
    default Optional<SandboxSnapshots> snapshots() {
        return Optional.empty();
    }

    /** What the driver keeps on disk beyond the life of a sandbox. Never blocks for long. */
    default List<SpaceUse> space() {
        return List.of();
    }

    /** Ends every sandbox that is still there and gives back what the driver itself holds. */
    @Override
    void close();
}
