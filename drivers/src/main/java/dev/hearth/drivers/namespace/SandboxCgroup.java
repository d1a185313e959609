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

    /** From now on processor time is in proportion to the memory. */
    void endInit();

    /** Removes the cgroups; the processes are gone. */
    void remove();
}
