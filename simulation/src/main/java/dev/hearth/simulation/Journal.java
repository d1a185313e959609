package dev.hearth.simulation;

import java.util.ArrayList;
import java.util.List;

/** The last things that happened, for the message of a run that fails. Costs a few stores for each. */
final class Journal {

    private static final int KEPT = 64;
    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] times = new long[KEPT];
    private final String[] events = new String[KEPT];
    private final Object[] subjects = new Object[KEPT];
    private long written;

    /** {@code subject} is shown as it is when the run fails. */
    void note(long nanos, String event, Object subject) {
        int at = (int) (written++ % KEPT);
        times[at] = nanos;
        events[at] = event;
        subjects[at] = subject;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (long i = Math.max(0, written - KEPT); i < written; i++) {
            int at = (int) (i % KEPT);
            lines.add(String.format("%.6f s %s %s", times[at] / NANOS_PER_SECOND, events[at], subjects[at]));
        }
        return lines;
    }
}
