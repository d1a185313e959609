package dev.hearth.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Invocations of a real platform: who was called when, and ran for how long (the resource's first lines name it). */
final class Trace {

    private static final String RESOURCE = "azure-functions-2021-sample.csv";
    private static final String HEAD = "function,start,duration";
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final int[] functions;
    private final long[] startMillis;
    private final long[] runMillis;
    private final int count;

    private Trace(String[] rows) {
        functions = new int[rows.length];
        startMillis = new long[rows.length];
        runMillis = new long[rows.length];
        int highest = 0;
        for (int i = 0; i < rows.length; i++) {
            String[] fields = rows[i].split(",");
            functions[i] = Integer.parseInt(fields[0]);
            startMillis[i] = Long.parseLong(fields[1]);
            runMillis[i] = Long.parseLong(fields[2]);
            highest = Math.max(highest, functions[i]);
        }
        count = highest + 1;
    }

    static Trace read() {
        try (InputStream stream = Objects.requireNonNull(Trace.class.getResourceAsStream(RESOURCE))) {
            return new Trace(new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.equals(HEAD))
                    .toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return functions.length;
    }

    /** How many functions it calls, numbered from 0. */
    int functions() {
        return count;
    }

    int function(int at) {
        return functions[at];
    }

    long runNanos(int at) {
        return runMillis[at] * NANOS_PER_MILLI;
    }

    /** The time since the invocation before; that of the first counts as if it followed the last at once. */
    long gapNanos(int at) {
        return at == 0 ? 0 : (startMillis[at] - startMillis[at - 1]) * NANOS_PER_MILLI;
    }
}
