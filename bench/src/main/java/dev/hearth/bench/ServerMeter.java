package dev.hearth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a running server uses, read from outside.
 *
 * @param pid of its JVM
 */
record ServerMeter(long pid) {

    private static final Pattern USED = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");
    private static final double KILO = 1024;
    private static final double TICKS_PER_SECOND = 100; // of /proc, on every Linux
    private static final int USER_TIME = 11; // fields behind the command's name in /proc/PID/stat
    private static final int SYSTEM_TIME = 12;

    /** Bytes of living objects, after a full collection, in kB of 1,024 bytes. */
    double heapKb() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        // A class histogram collects everything first; its last line is the sum.
        try (Child histogram = Child.start(List.of(jcmd, Long.toString(pid), "GC.class_histogram"), Map.of())) {
            Matcher total = USED.matcher(histogram.result());
            if (!total.find()) {
                throw new BenchException("jcmd counted no objects of process " + pid);
            }
            return Double.parseDouble(total.group(1)) / KILO;
        }
    }

    /** Resident memory of the JVM, heap and everything else, in kB of 1,024 bytes. */
    double residentKb() {
        return number(RESIDENT, "status");
    }

    double threads() {
        return number(THREADS, "status");
    }

    double descriptors() {
        try (Stream<Path> all = Files.list(process().resolve("fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new BenchException("cannot count the descriptors of process " + pid, e);
        }
    }

    /** Processor time it has used so far, seconds. */
    double cpuSeconds() {
        return used().seconds();
    }

    /**
     * Processor time, seconds.
     *
     * @param kernel the part that the kernel took for it
     */
    record Used(double seconds, double kernel) {}

    /** What it has used so far. */
    Used used() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double kernel = Double.parseDouble(fields[SYSTEM_TIME]) / TICKS_PER_SECOND;
        return new Used(Double.parseDouble(fields[USER_TIME]) / TICKS_PER_SECOND + kernel, kernel);
    }

    private double number(Pattern pattern, String file) {
        Matcher matcher = pattern.matcher(read(file));
        if (!matcher.find()) {
            throw new BenchException("process " + pid + " has ended");
        }
        return Double.parseDouble(matcher.group(1));
    }

    private String read(String file) {
        try {
            return Files.readString(process().resolve(file));
        } catch (IOException e) {
            throw new BenchException("process " + pid + " has ended", e);
        }
    }

    private Path process() {
        return Path.of("/proc", Long.toString(pid));
    }
}
