package dev.hearth.server;

import dev.hearth.core.Tasks;

/** Each task on a thread of the system: for the few long ones that wait in native calls. */
record PlatformThreadTasks() implements Tasks {

    @Override
    public void start(String name, Runnable work) {
        Thread.ofPlatform().name(name).daemon().start(work);
    }
}
