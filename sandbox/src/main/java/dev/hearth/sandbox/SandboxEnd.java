package dev.hearth.sandbox;

/**
 * How a sandbox ended.
 *
 * @param exitStatus the bootstrap's exit status, -1 when a signal ended it, or {@link #INVALID_ENTRYPOINT}
 * @param signal the signal that ended it, or 0
 * @param outOfMemory whether the memory limit killed a process inside
 */
public record SandboxEnd(int exitStatus, int signal, boolean outOfMemory) {

    /**
     * Stands for an exit status when no bootstrap could be executed: none of the places holds an executable file.
     * Lambda calls it {@code Runtime.InvalidEntrypoint}. The last line of the output says why.
     */
    public static final int INVALID_ENTRYPOINT = -2;
}
