package dev.hearth.server;

import dev.hearth.core.Tasks;

/** Each task on a virtual thread of its own. */
record VirtualThreadTasks() implements Tasks {

    @Override
    public void start(String name, Runnable work) {
        Thread.ofVirtual().name(name).start(work);
    }
}
