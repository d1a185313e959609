package dev.hearth.core;

/** Runs work that may block (disk, process, database), outside the caller's thread. */
@FunctionalInterface
public interface Tasks {

    /** Starts {@code work}; {@code name} appears in thread dumps. The work handles its own exceptions. */
    void start(String name, Runnable work);
}
