package dev.hearth.server;

import dev.hearth.services.worker.HostMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine, as Linux tells of it. */
final class LinuxMeter implements HostMeter {

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final int KB_PER_MB = 1_024;
    private static final int MILLIS = 1_000;

    private final int memoryMb = read("MemTotal:", Integer.MAX_VALUE / KB_PER_MB);

    @Override
    public int memoryMb() {
        return memoryMb;
    }

    @Override
    public int cpuMillis() {
        return Runtime.getRuntime().availableProcessors() * MILLIS;
    }

    @Override
    public int memoryFreeMb() {
        return read("MemAvailable:", memoryMb);
    }

    /** A line of {@code /proc/meminfo} in MiB; {@code unknown} where there is none. */
    private static int read(String name, int unknown) {
        try {
            for (String line : Files.readAllLines(MEMORY)) {
                if (line.startsWith(name)) {
                    return (int) (Long.parseLong(line.replaceAll("[^0-9]", "")) / KB_PER_MB);
                }
            }
        } catch (IOException e) {
            return unknown;
        }
        return unknown;
    }
}
