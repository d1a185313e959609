package dev.hearth.drivers.namespace;

import java.nio.file.Path;
import java.util.List;

/** The cgroups of one sandbox. */
interface SandboxCgroup {

    /** The files through which a process enters. */
    List<Path> procsFiles();

    /** The highest memory use so far, bytes; 0 when it is not told. */
    long peakBytes();

    /** Whether the memory limit killed a process. */
    boolean outOfMemory();

    /** Removes the cgroups; the processes are gone. */
    void remove();

    /** No cgroup at all: nothing here can be limited. */
    SandboxCgroup NONE = new SandboxCgroup() {
        @Override
        public List<Path> procsFiles() {
            return List.of();
        }

        @Override
        public long peakBytes() {
            return 0;
        }

        @Override
        public boolean outOfMemory() {
            return false;
        }

        @Override
        public void remove() {
            // there is none
        }
    };
}
