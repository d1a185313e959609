package dev.hearth.sandbox;

/**
 * How a sandbox ended.
 *
 * @param exitStatus the bootstrap's exit status, or -1 when a signal ended it
 * @param signal the signal that ended it, or 0
 * @param outOfMemory whether the memory limit killed a process inside
 */
public record SandboxEnd(int exitStatus, int signal, boolean outOfMemory) {}
