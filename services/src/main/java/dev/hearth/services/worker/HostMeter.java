package dev.hearth.services.worker;

/** What a machine has and what is free of it. */
public interface HostMeter {

    /** Memory that environments may have together, MiB. */
    int memoryMb();

    /** Processors, thousandths of one. */
    int cpuMillis();

    /** Memory that is free now, MiB. Cheap, and never blocks. */
    int memoryFreeMb();

    /** A machine that never changes, for tests. */
    static HostMeter of(int memoryMb, int cpuMillis) {
        return new FixedMeter(memoryMb, cpuMillis);
    }
}
