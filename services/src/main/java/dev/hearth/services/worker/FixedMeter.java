package dev.hearth.services.worker;

/** {@link HostMeter} of a machine all of whose memory is always free. */
record FixedMeter(int memoryMb, int cpuMillis) implements HostMeter {

    @Override
    public int memoryFreeMb() {
        return memoryMb;
    }
}
