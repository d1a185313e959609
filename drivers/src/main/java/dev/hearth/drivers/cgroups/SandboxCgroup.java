package dev.hearth.drivers.cgroups;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The cgroups of one sandbox. */
public interface SandboxCgroup {

    /** Version 1: the files through which a single thread enters. */
    List<Path> tasksFiles();

    /** Version 2: the folder in which a process is to be born. */
    Optional<Path> unifiedFolder();

    /** What makes bootstrap and extensions stand still; empty where nothing can. */
    Optional<Freezer> freezer();

    /** The highest memory use so far, bytes; 0 when it is not told. */
    long peakBytes();

    /** Whether the memory limit killed a process. */
    boolean outOfMemory();

    /** From now on processor time is in proportion to the memory. */
    void endInit();

    /** Removes the cgroups; the processes are gone. */
    void remove();
}
