package dev.hearth.drivers.microvm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hearth.drivers.linux.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a file has data, which the JDK cannot ask: to read through the holes of a large disk takes seconds. */
final class SparseFile {

    /** Bytes from {@code start} to before {@code end}. */
    record Range(long start, long end) {}

    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    private static final MethodHandle SEEK =
            Linux.call("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));

    private SparseFile() {}

    /** The ranges with data, in order; all that lies between them is zeros. */
    static List<Range> data(Path file) throws IOException {
        long size = Files.size(file);
        int descriptor = Linux.openForReading(file);
        try {
            List<Range> ranges = new ArrayList<>();
            long start = seek(descriptor, 0, SEEK_DATA);
            while (start >= 0 && start < size) {
                long end = seek(descriptor, start, SEEK_HOLE);
                ranges.add(new Range(start, end < 0 ? size : end));
                start = end < 0 ? size : seek(descriptor, end, SEEK_DATA);
            }
            return ranges;
        } finally {
            Linux.close(descriptor);
        }
    }

    /** Negative where nothing follows. */
    private static long seek(int descriptor, long from, int what) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linux.ERRNO_LAYOUT);
            return (long) SEEK.invokeExact(state, descriptor, from, what);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
